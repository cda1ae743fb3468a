/**
 * The API by which backends publish, disconnect and count: one class a subject, put together in
 * {@code AdminRoutes}. It knows the fabric and nothing behind it, and lets in who {@code auth} lets
 * in.
 */
@NullMarked
package io.heddle.http.admin;

import org.jspecify.annotations.NullMarked;
