package perrin.report.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may see a run while it lasts: browsers of this machine that know the token. */
class LiveServerTest {
  private static HttpResponse<String> get(String address, String method) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(address))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** The first line of the answer to a request that names another host. */
  private static String raw(int port, String path, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  @Test
  void servesThePageAndTheStateUnderTheToken() throws Exception {
    try (var server = new LiveServer(0, "<p>page</p>")) {
      assertFalse(server.isWatched());
      assertEquals("<p>page</p>", get(server.address(), "GET").body());
      server.show("{\"a\":1}");
      HttpResponse<String> state = get(server.address() + "state", "GET");
      assertEquals("{\"a\":1}", state.body());
      assertEquals("no-store", state.headers().firstValue("Cache-Control").orElseThrow());
      assertTrue(server.isWatched());
    }
  }

  @Test
  void knowsNobodyWithoutTheToken() throws Exception {
    try (var server = new LiveServer(0, "secret")) {
      URI whole = URI.create(server.address());
      String root = "http://127.0.0.1:" + whole.getPort() + "/";
      assertTrue(whole.getPath().length() > 24, "a token that nobody guesses");
      for (String path : List.of("", "state", "wrong/", "wrong/state", "..%2f")) {
        HttpResponse<String> answer = get(root + path, "GET");
        assertEquals(404, answer.statusCode(), path);
        assertFalse(answer.body().contains("secret"));
      }
      assertEquals(405, get(server.address(), "POST").statusCode());
      assertFalse(server.isWatched());
    }
  }

  @Test
  void knowsNobodyWhoCameUnderAnotherName() throws Exception {
    try (var server = new LiveServer(0, "secret")) {
      URI whole = URI.create(server.address());
      String ours = "127.0.0.1:" + whole.getPort();
      assertTrue(raw(whole.getPort(), whole.getPath(), ours).contains("200"));
      assertTrue(raw(whole.getPort(), whole.getPath(), "evil.example").contains("404"));
      assertTrue(
          raw(whole.getPort(), whole.getPath(), "evil.example:" + whole.getPort()).contains("404"));
    }
  }

  @Test
  void listensOnLoopbackAlone() throws Exception {
    try (var server = new LiveServer(0, "")) {
      int port = URI.create(server.address()).getPort();
      for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InetAddress address : Collections.list(each.getInetAddresses())) {
          if (!address.isLoopbackAddress() && each.isUp() && !address.isLinkLocalAddress()) {
            assertThrows(ConnectException.class, () -> new Socket(address, port).close());
          }
        }
      }
      assertThrows(BindException.class, () -> new LiveServer(port, "").close());
    }
  }

  @Test
  void whoIsSlowHoldsUpNobody() throws Exception {
    try (var server = new LiveServer(0, "page")) {
      URI whole = URI.create(server.address());
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), whole.getPort());
        socket
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost".getBytes(StandardCharsets.US_ASCII));
        slow.add(socket);
      }
      assertEquals("page", get(server.address(), "GET").body());
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void theLastStateIsSeenBeforeItIsOver() throws Exception {
    var server = new LiveServer(0, "");
    String state = server.address() + "state";
    get(state, "GET");
    Thread.ofPlatform()
        .start(() -> {
          try {
            Thread.sleep(300);
            get(state, "GET");
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    long begun = System.nanoTime();
    server.end("{}");
    double seconds = (System.nanoTime() - begun) * 1e-9;
    assertTrue(seconds > 0.2 && seconds < 2, "ended after " + seconds + " s");
    assertThrows(ConnectException.class, () -> get(state, "GET"));
  }
}
