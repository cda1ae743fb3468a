package io.heddle.http.admin;

import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequestContext;

import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.config.Bytes;
import io.heddle.http.answer.Fault;
import io.heddle.http.answer.Problem;
import io.heddle.http.auth.AdminAccess;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.RequestContext;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * What all admin routes have in common: who may, the bound on the body, what becomes of a fault,
 * and a counter. A route gives its work, which runs only for those who may.
 */
final class AdminEndpoint {
  private final AdminAccess access;
  private final BodyReader bodies;
  private final MeterRegistry registry;

  AdminEndpoint(AdminAccess access, Bytes maxBody, MeterRegistry registry) {
    this.access = access;
    this.bodies = new BodyReader(maxBody);
    this.registry = registry;
  }

  /**
   * What a route does with a body; malformed JSON is answered with 400 and the exception's text.
   */
  @FunctionalInterface
  interface BodyWork {
    CompletionStage<HttpResponse> answer(byte[] body) throws MalformedJsonException;
  }

  /** The same for a route that looks at the request's head too. */
  @FunctionalInterface
  interface RequestWork {
    CompletionStage<HttpResponse> answer(HttpRequest request, byte[] body)
        throws MalformedJsonException;
  }

  /** Answers GET; {@code name} is the route's word in meters. */
  Route get(String name, Supplier<CompletionStage<HttpResponse>> work) {
    return Directives.get(() -> guarded(name, _ -> work.get()));
  }

  /** Answers POST; {@code name} is the route's word in meters. */
  Route post(String name, BodyWork work) {
    return Directives.post(() -> guarded(name, withBody(work)));
  }

  /** Answers POST; {@code name} is the route's word in meters. */
  Route post(String name, RequestWork work) {
    return Directives.post(() -> guarded(name, withBody(work)));
  }

  /** Answers PUT; {@code name} is the route's word in meters. */
  Route put(String name, BodyWork work) {
    return Directives.put(() -> guarded(name, withBody(work)));
  }

  /** Answers DELETE, which may have a body; {@code name} is the route's word in meters. */
  Route delete(String name, BodyWork work) {
    return Directives.delete(() -> guarded(name, withBody(work)));
  }

  private Work withBody(BodyWork work) {
    return withBody((_, body) -> work.answer(body));
  }

  private Work withBody(RequestWork work) {
    return context ->
        bodies.read(context).thenCompose(body -> run(work, context.getRequest(), body));
  }

  private Route guarded(String name, Work work) {
    return extractRequestContext(
        context -> {
          CompletionStage<HttpResponse> answer =
              access
                  .refusal(context.getRequest())
                  .thenCompose(
                      refusal ->
                          refusal.isPresent()
                              ? CompletableFuture.completedFuture(refusal.get().response())
                              : started(work, context));
          return completeWithFuture(answer.thenApply(response -> counted(name, response)));
        });
  }

  private static CompletionStage<HttpResponse> started(Work work, RequestContext context) {
    CompletionStage<HttpResponse> answer;
    try {
      answer = work.answer(context);
    } catch (RuntimeException fault) {
      answer = CompletableFuture.failedFuture(fault);
    }
    return answer.exceptionally(AdminEndpoint::failed);
  }

  private static CompletionStage<HttpResponse> run(
      RequestWork work, HttpRequest request, BodyReader.Body body) {
    return switch (body) {
      case BodyReader.Broken(var problem) -> AdminAnswers.problem(problem);
      case BodyReader.Whole(var bytes) -> {
        try {
          yield work.answer(request, bytes.toArray());
        } catch (MalformedJsonException refusal) {
          yield AdminAnswers.problem(Problem.badRequest(String.valueOf(refusal.getMessage())));
        }
      }
    };
  }

  private static HttpResponse failed(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    return Fault.logged(cause == null ? thrown : cause).response();
  }

  private HttpResponse counted(String name, HttpResponse response) {
    Counter.builder("heddle.admin.requests")
        .description("Requests to the admin API")
        .tag("route", name)
        .tag("status", response.status().intValue() / 100 + "xx")
        .register(registry)
        .increment();
    return response;
  }

  @FunctionalInterface
  private interface Work {
    CompletionStage<HttpResponse> answer(RequestContext context);
  }
}
