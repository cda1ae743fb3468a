/** The checker finds what is lost, repeated or out of order, and nothing where there is nothing. */
@NullMarked
package io.heddle.app.check;

import org.jspecify.annotations.NullMarked;
