/**
 * Transcripts: what clients and server say to each other, written down in files, and the player
 * that holds a real node to them. Started by {@link io.heddle.app.transcript.TranscriptsTest}.
 */
@NullMarked
package io.heddle.app.transcript;

import org.jspecify.annotations.NullMarked;
