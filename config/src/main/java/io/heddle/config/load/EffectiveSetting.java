package io.heddle.config.load;

/**
 * One setting as it holds.
 *
 * @param key full key, such as {@code heddle.websocket.port}
 * @param value as it was written; of a secret only what may be seen
 * @param origin where the value came from
 * @param secret whether the key holds a secret
 */
public record EffectiveSetting(String key, String value, Origin origin, boolean secret) {}
