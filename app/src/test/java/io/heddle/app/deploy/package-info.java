/** What is built to be deployed, run as it would be. */
@NullMarked
package io.heddle.app.deploy;

import org.jspecify.annotations.NullMarked;
