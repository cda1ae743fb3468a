package io.heddle.app.extension;

/**
 * One thing that code of others adds to a node.
 *
 * @param service simple name of what it is, such as {@code MessageHandler}
 * @param provider full name of its class
 * @param origin file name of its jar or class folder
 */
public record Extension(String service, String provider, String origin) {
  @Override
  public String toString() {
    return "%s %s from %s".formatted(service, provider, origin);
  }
}
