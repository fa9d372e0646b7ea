package perrin.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A page around its body: it may load nothing and run no script but ours, which its policy names by
 * their hashes (W3C, Content Security Policy Level 3). ECharts is Apache's (Li et al., Visual
 * Informatics 2 (2018) 136).
 */
final class Page {
  private Page() {}

  /**
   * What a page is made of.
   *
   * @param title of its window
   * @param style the name of our style sheet
   * @param connect what its scripts may connect to: {@code 'none'} or {@code 'self'}
   * @param body our HTML
   * @param data JSON for the scripts, without {@code <}
   * @param scripts names of ours, in the order in which they run
   */
  record Parts(
      String title, String style, String connect, String body, String data, List<String> scripts) {
    Parts {
      scripts = List.copyOf(scripts);
      if (data.indexOf('<') >= 0) {
        throw new IllegalArgumentException("data with a <, which could end their element");
      }
    }
  }

  /** A whole page. */
  static String of(Parts parts) {
    List<String> texts = parts.scripts().stream().map(Page::resource).toList();
    String hashes = texts.stream().map(Page::hash).collect(Collectors.joining(" "));
    Html html = new Html().ours("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
    html.open("meta", "charset", "utf-8");
    html.open(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; script-src "
            + hashes
            + "; style-src 'unsafe-inline'; img-src data:; connect-src "
            + parts.connect()
            + "; base-uri 'none'; form-action 'none'");
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.open("link", "rel", "icon", "href", "data:,");
    html.leaf("title", parts.title());
    html.open("style").ours(resource(parts.style())).close("style").close("head");
    html.open("body").ours(parts.body());
    html.open("script", "type", "application/json", "id", "data")
        .ours(parts.data())
        .close("script");
    for (String text : texts) {
      html.open("script").ours(text).close("script");
    }
    return html.close("body").close("html").toString();
  }

  static String resource(String name) {
    try (InputStream file = Page.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("the jar has no " + name + "; build it again");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String script) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
