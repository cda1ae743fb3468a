package io.heddle.config;

/**
 * A path at which WebSockets are taken.
 *
 * @param path starts with {@code /}, has no query, and is unique among the endpoints
 * @param dialect name of the dialect spoken when the client asks for none, such as {@code
 *     heddle.v1}
 * @param auth what is asked of those who connect
 */
public record EndpointSettings(String path, String dialect, AuthMode auth) {}
