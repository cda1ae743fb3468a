package io.heddle.http.admin;

import io.heddle.config.Bytes;
import io.heddle.http.answer.Problem;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.server.RequestContext;
import org.apache.pekko.stream.StreamLimitReachedException;
import org.apache.pekko.util.ByteString;

/** Reads a request's body into memory, no more of it than is allowed. */
final class BodyReader {
  /** A body that has not come by then never will. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /**
   * How much of what is too much is still read, and dropped: a client that writes while its answer
   * comes sees a reset, and not the answer, where nobody reads on (RFC 9112, 9.6).
   */
  private static final Bytes DRAINED = new Bytes(16 << 20);

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
    OptionalLong length = entity.getContentLengthOption();
    if (length.orElse(0) > max.value() + DRAINED.value() || asksFirst(context, length)) {
      return CompletableFuture.completedFuture(tooLarge());
    }
    return entity
        .withoutSizeLimit()
        .getDataBytes()
        .completionTimeout(TIMEOUT)
        .limitWeighted(max.value() + DRAINED.value(), part -> (long) part.size())
        .runFold(
            ByteString.emptyByteString(),
            (all, part) -> all.size() > max.value() ? all : all.concat(part),
            context.getMaterializer())
        .thenApply(all -> all.size() > max.value() ? tooLarge() : new Whole(all))
        .exceptionally(this::broken);
  }

  /** A client that waits to be asked for the body (RFC 9110, 10.1.1) is told before it sends. */
  private boolean asksFirst(RequestContext context, OptionalLong length) {
    return length.orElse(0) > max.value() && context.getRequest().getHeader("Expect").isPresent();
  }

  private Body broken(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    return switch (cause) {
      case StreamLimitReachedException _ -> tooLarge();
      case TimeoutException _ -> new Broken(Problem.of(408, "body did not come in time"));
      case null, default -> new Broken(Problem.badRequest("body broke off"));
    };
  }

  private Body tooLarge() {
    return new Broken(Problem.of(413, "body exceeds " + max.value() + " bytes"));
  }
}
