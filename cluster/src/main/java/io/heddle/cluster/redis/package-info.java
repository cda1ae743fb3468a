/**
 * The way in from Redis: what backends {@code PUBLISH} goes into rooms. Started by the
 * application's wiring; it publishes through a {@code Fabric} like everybody else, and knows
 * neither how rooms are placed nor who is in them. What a message means ({@code IngressParser}) is
 * apart from how it comes ({@code RedisIngress} and {@code RedisSubscriber}). Likewise what they
 * add to the stream: {@code EntryParser}, and {@code StreamIngress} around {@code StreamReader}.
 * {@code IngressRules} holds for both. And the way out to an older gateway ({@code RedisMirror},
 * {@code MirrorOutlet}), which rooms tell of what they have accepted.
 */
@NullMarked
package io.heddle.cluster.redis;

import org.jspecify.annotations.NullMarked;
