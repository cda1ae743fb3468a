/**
 * {@code heddle check}: whether a cluster loses, repeats or reorders anything while its nodes are
 * rolled, killed or frozen. Speaks to it as clients and backends do, and knows nothing of its
 * inside.
 */
@NullMarked
package io.heddle.app.check;

import org.jspecify.annotations.NullMarked;
