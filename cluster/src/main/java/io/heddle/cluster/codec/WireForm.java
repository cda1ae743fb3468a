package io.heddle.cluster.codec;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How one message goes to another node. A form never changes: a message that has to say more gets a
 * further form under the next version, and the earlier ones are read for as long as nodes may write
 * them.
 *
 * @param manifest name and version, such as {@code publish/1}
 * @param type the message
 * @param write writes a message
 * @param read reads what {@code write} wrote
 */
record WireForm<T>(
    String manifest, Class<T> type, BiConsumer<WireOut, T> write, Function<WireIn, T> read) {}
