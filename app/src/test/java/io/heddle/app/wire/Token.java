package io.heddle.app.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens as an issuer would sign them, with the secret that test servers have. */
public final class Token {
  /** The secret of test servers. */
  public static final String SECRET = "the secret of servers that tests start";

  private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

  private Token() {}

  /** A token of a user, good for an hour. */
  public static String of(String user) {
    return signed("{\"sub\":\"" + user + "\",\"exp\":" + inSeconds(3600) + "}");
  }

  /** The header line of a request of a user's. */
  public static String bearer(String user) {
    return "Authorization: Bearer " + of(user);
  }

  /** A token of somebody who may use the admin API. */
  public static String admin() {
    return signed("{\"sub\":\"root\",\"roles\":[\"admin\"],\"exp\":" + inSeconds(3600) + "}");
  }

  /** Seconds since 1970, so many from now. */
  public static long inSeconds(long seconds) {
    return System.currentTimeMillis() / 1000 + seconds;
  }

  /** A token with this payload. */
  public static String signed(String claims) {
    try {
      String signed = base64(utf8(HEADER)) + "." + base64(utf8(claims));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(utf8(SECRET), "HmacSHA256"));
      return signed + "." + base64(mac.doFinal(utf8(signed)));
    } catch (GeneralSecurityException fault) {
      throw new IllegalStateException(fault);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
