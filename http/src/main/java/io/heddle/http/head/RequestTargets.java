package io.heddle.http.head;

import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * Makes the addresses of requests. To parse one, token and all, costs as much as the rest of a
 * head, and few hosts and paths are asked for again and again: what was parsed last is remembered,
 * and a query that needs no parsing is put behind it. A flood of other addresses takes the places
 * of those that are known, which then cost a parse again; it never takes more than {@link #PLACES}.
 * Safe to use from any thread.
 */
public final class RequestTargets {
  private static final int PLACES = 64;

  /** Longer ones are parsed each time, so that what is remembered stays below 32 KiB. */
  private static final int LONGEST = 256;

  /** Read and written without locks: whoever finds an older entry parses, and is right too. */
  private final @Nullable Known[] places = new Known[PLACES];

  record Known(String text, org.apache.pekko.http.scaladsl.model.Uri uri) {}

  /**
   * The address of a request.
   *
   * @param host the value of its header {@code Host}
   * @param target path and query, as they stand in its first line
   * @throws IllegalUriException where they are none
   */
  Uri uri(String host, String target) {
    String origin = "http://" + host;
    int query = target.indexOf('?') + 1;
    if (query == 0 || !Characters.QUERY.all(target, query)) {
      return Uri.create(origin + target);
    }
    var uri = parsed(origin + target.substring(0, query - 1));
    return Uri.create(
        uri.copy(
            uri.scheme(),
            uri.authority(),
            uri.path(),
            Option.apply(target.substring(query)),
            uri.fragment()));
  }

  private org.apache.pekko.http.scaladsl.model.Uri parsed(String text) {
    int place = text.hashCode() & (PLACES - 1);
    Known known = places[place];
    if (known != null && known.text.equals(text)) {
      return known.uri;
    }
    var uri = org.apache.pekko.http.scaladsl.model.Uri.apply(text);
    if (text.length() <= LONGEST) {
      places[place] = new Known(text, uri);
    }
    return uri;
  }
}
