package perrin.report.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Serves one page, and the state that the page asks for again and again, to browsers of this
 * machine alone: on loopback, under a path that nobody can guess, to requests that name this host.
 */
public final class LiveServer implements AutoCloseable {
  private static final int TOKEN_BYTES = 18;

  /** Somebody is looking if they asked so lately, in nanoseconds. */
  private static final long LATELY = 3_000_000_000L;

  /** What the last state waits for whoever is looking, in milliseconds. */
  private static final long PATIENCE = 2_500;

  /** Java's server reads it once: seconds after which a request that does not end is given up. */
  private static final String LONGEST_REQUEST = "sun.net.httpserver.maxReqTime";

  private static final String LONGEST_ANSWER = "sun.net.httpserver.maxRspTime";
  private static final String SECONDS = "10";

  private final HttpServer server;
  private final ExecutorService threads;
  private final String root;
  private final byte[] page;
  private final CountDownLatch lastSeen = new CountDownLatch(1);
  private volatile byte[] state = "{}".getBytes(StandardCharsets.UTF_8);
  private volatile boolean last;
  private volatile long asked;

  /**
   * Begins to serve.
   *
   * @param port of loopback; 0 for any that is free
   * @param page HTML, which asks for {@code state} beside it
   * @throws IOException where the port cannot be had
   */
  public LiveServer(int port, String page) throws IOException {
    this.page = page.getBytes(StandardCharsets.UTF_8);
    byte[] token = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(token);
    root = "/" + Base64.getUrlEncoder().withoutPadding().encodeToString(token) + "/";
    System.setProperty(LONGEST_REQUEST, SECONDS);
    System.setProperty(LONGEST_ANSWER, SECONDS);
    InetAddress loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
    threads = Executors.newVirtualThreadPerTaskExecutor(); // whoever is slow holds up nobody else
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where the page is. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + root;
  }

  /** What the page is told from now on, JSON. */
  public void show(String json) {
    state = json.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether somebody has asked for the state lately. */
  public boolean isWatched() {
    return asked != 0 && System.nanoTime() - asked < LATELY;
  }

  /** Tells whoever is looking the last state, and serves no more. */
  public void end(String json) {
    show(json);
    last = true;
    try {
      if (isWatched()) {
        lastSeen.await(PATIENCE, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (!isOurs(exchange) || !same(path, root) && !same(path, root + "state")) {
        send(exchange, 404, "text/plain", "nothing here\n".getBytes(StandardCharsets.UTF_8));
      } else if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, 405, "text/plain", "GET only\n".getBytes(StandardCharsets.UTF_8));
      } else if (same(path, root)) {
        send(exchange, 200, "text/html; charset=utf-8", page);
      } else {
        boolean nothingFollows = last;
        asked = System.nanoTime();
        send(exchange, 200, "application/json", state);
        if (nothingFollows) {
          lastSeen.countDown();
        }
      }
    }
  }

  /** Pages of other hosts may send a browser here under a name of theirs. */
  private boolean isOurs(HttpExchange exchange) {
    int port = server.getAddress().getPort();
    String host = exchange.getRequestHeaders().getFirst("Host");
    return host != null && Set.of("127.0.0.1:" + port, "localhost:" + port).contains(host);
  }

  /** In a time that tells nothing. */
  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int code, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }
}
