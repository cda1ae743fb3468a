package io.heddle.config;

/**
 * Whether and how messages are compressed on the wire: {@code heddle.websocket.compression}.
 *
 * @param enabled whether the offer {@code permessage-deflate} is taken (RFC 7692)
 * @param level 1 (fast) to 9 (small)
 * @param threshold messages that are shorter go out as they are
 */
public record CompressionSettings(boolean enabled, int level, Bytes threshold) {}
