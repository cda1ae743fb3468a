package io.heddle.http.admin;

import io.heddle.config.Bytes;
import io.heddle.http.answer.Problem;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.server.RequestContext;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.util.ByteString;

/** Reads a request's body into memory, no more of it than is allowed. */
final class BodyReader {
  /** A body that has not come by then never will. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Bytes max;

  BodyReader(Bytes max) {
    this.max = max;
  }

  /** What came. */
  sealed interface Body {}

  /** All of it; may be empty. */
  record Whole(ByteString bytes) implements Body {}

  /** Too much, or not all of it. */
  record Broken(Problem problem) implements Body {}

  /** Completes at once where the body came with the head; fails never. */
  CompletionStage<Body> read(RequestContext context) {
    HttpEntity entity = context.getRequest().entity();
    if (entity instanceof HttpEntity.Strict strict) {
      return CompletableFuture.completedFuture(
          strict.getData().size() > max.value() ? tooLarge() : new Whole(strict.getData()));
    }
    return entity
        .withSizeLimit(max.value())
        .toStrict(TIMEOUT.toMillis(), context.getMaterializer())
        .<Body>thenApply(whole -> new Whole(whole.getData()))
        .exceptionally(this::broken);
  }

  private Body broken(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    return switch (cause) {
      case EntityStreamSizeException _ -> tooLarge();
      case TimeoutException _ -> new Broken(Problem.of(408, "body did not come in time"));
      case null, default -> new Broken(Problem.badRequest("body broke off"));
    };
  }

  private Body tooLarge() {
    return new Broken(Problem.of(413, "body exceeds " + max.value() + " bytes"));
  }
}
