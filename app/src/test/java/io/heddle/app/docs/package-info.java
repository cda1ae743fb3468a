/** Holds documents against the server that runs. */
@NullMarked
package io.heddle.app.docs;

import org.jspecify.annotations.NullMarked;
