package io.heddle.http.answer;

import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A fault of the server as those who asked may see it. */
public final class Fault {
  private static final Logger log = LoggerFactory.getLogger(Fault.class);

  private Fault() {}

  /** 500 with a reference, under which the fault is in the log. */
  public static Problem logged(Throwable fault) {
    String reference = UUID.randomUUID().toString();
    log.error("A request failed, reference {}", reference, fault);
    return Problem.of(500, "fault of the server, reference " + reference);
  }
}
