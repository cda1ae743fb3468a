package io.heddle.config;

/**
 * What holds in the rooms of one namespace.
 *
 * @param namespace its name, of {@code a-z 0-9 _ -}
 * @param subscribe who may subscribe
 * @param publish which clients may publish; the server always may
 * @param capacity members of one room; 0 takes {@code limits.max-connections-per-room}
 * @param joinLeave whether members are told who comes and goes
 * @param history what is kept of what was published
 * @param durableCursors whether the server remembers how far each user has come
 * @param presence whether members may ask who is there
 */
public record NamespacePolicy(
    String namespace,
    AccessRule subscribe,
    AccessRule publish,
    int capacity,
    boolean joinLeave,
    HistoryPolicy history,
    boolean durableCursors,
    boolean presence) {}
