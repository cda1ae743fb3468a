package io.heddle.actors.extension;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.actors.metrics.ExtensionMetrics;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.TestSettings;
import io.heddle.actors.testing.World;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandlersTest {
  private static final HandlerAnswer SEVEN = HandlerAnswer.reply(Payload.of("7"));

  @Test
  void aHandlerAnswersWithTheCallersIdentityAndData() {
    MessageHandler echo =
        handler(
            "echo",
            call ->
                done(
                    HandlerAnswer.reply(
                        Payload.object()
                            .put("user", call.caller().identity().userId().orElse("-"))
                            .put("data", call.data())
                            .build())));
    try (World world = World.with(ApplicationCode.handling(echo))) {
      FakeSocket alice = open(world, "alice");
      say(alice, "echo", "{\"a\":1}", 1);

      expect(alice, "echo {\"user\":\"alice\",\"data\":{\"a\":1}} #1");
      eventually(() -> assertThat(alice.handled()).isEqualTo(1));
    }
  }

  @Test
  void aHandlerMayAnswerUnderAnotherTypeWithAnErrorOrNotAtAll() {
    MessageHandler other = handler("a", _ -> done(HandlerAnswer.reply("b", Payload.of("1"))));
    MessageHandler refusing =
        handler("c", _ -> done(HandlerAnswer.refuse(ErrorCode.FORBIDDEN, "not allowed to c")));
    MessageHandler silent = handler("d", _ -> done(HandlerAnswer.silence()));
    try (World world = World.with(ApplicationCode.handling(other, refusing, silent))) {
      FakeSocket alice = open(world, "alice");
      say(alice, "d", "1", 3);
      eventually(() -> assertThat(alice.handled()).isEqualTo(1));
      say(alice, "a", "1", 1);
      say(alice, "c", "1", 2);

      expect(alice, "b 1 #1", "error forbidden #2");
      assertThat(alice.lines()).hasSize(3);
    }
  }

  @Test
  void aTypeWithoutAHandlerIsUnknown() {
    try (World world = World.with(ApplicationCode.handling(handler("a", _ -> done(SEVEN))))) {
      FakeSocket alice = open(world, "alice");
      say(alice, "A", "1", 1);

      expect(alice, "error unknown_type #1");
      eventually(() -> assertThat(alice.handled()).isEqualTo(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"throws", "fails", "no_stage", "null", "error"})
  void aHandlerThatFailsIsAProcessingErrorAndTheConnectionGoesOn(String how) {
    MessageHandler bad = handler("bad", _ -> wrong(how));
    MessageHandler good = handler("good", _ -> done(SEVEN));
    try (World world = World.with(ApplicationCode.handling(bad, good))) {
      FakeSocket alice = open(world, "alice");
      say(alice, "bad", "1", 1);
      expect(alice, "error processing_error #1");
      say(alice, "good", "1", 2);

      expect(alice, "good 7 #2");
      assertThat(calls(world, "failed")).isEqualTo(1);
      eventually(() -> assertThat(alice.handled()).isEqualTo(2));
    }
  }

  @SuppressWarnings({"NullAway", "NullableProblems"})
  private static CompletionStage<HandlerAnswer> wrong(String how) {
    return switch (how) {
      case "throws" -> throw new IllegalStateException("of the test");
      case "error" -> throw new NoClassDefFoundError("of the test");
      case "fails" -> CompletableFuture.failedFuture(new IllegalStateException("of the test"));
      case "null" -> CompletableFuture.completedFuture(null);
      default -> null;
    };
  }

  @Test
  void anAnswerThatNeverComesIsATimeoutAndOneThatComesLaterIsIgnored() {
    CompletableFuture<HandlerAnswer> late = new CompletableFuture<>();
    try (World world =
        World.with(
            ApplicationCode.handling(handler("slow", _ -> late)),
            "HEDDLE_EXTENSIONS_TIMEOUT",
            "20ms")) {
      FakeSocket alice = open(world, "alice");
      say(alice, "slow", "1", 1);
      expect(alice, "error processing_error #1");
      assertThat(calls(world, "timeout")).isEqualTo(1);
      late.complete(SEVEN);

      eventually(() -> assertThat(calls(world, "late")).isEqualTo(1));
      assertThat(alice.lines("slow")).isEmpty();
    }
  }

  @Test
  void ofTwoAnswersTheSecondIsIgnoredAndCounted() {
    try (World world = World.with(ApplicationCode.handling(handler("twice", _ -> new Twice())))) {
      FakeSocket alice = open(world, "alice");
      say(alice, "twice", "1", 1);

      eventually(() -> assertThat(calls(world, "twice")).isEqualTo(1));
      expect(alice, "twice 7 #1");
      assertThat(alice.lines("twice")).hasSize(1);
      assertThat(alice.handled()).isEqualTo(1);
    }
  }

  /** A stage that tells whoever waits for it twice. */
  private static final class Twice extends CompletableFuture<HandlerAnswer> {
    @Override
    @SuppressWarnings("NullAway")
    public CompletableFuture<HandlerAnswer> whenComplete(
        BiConsumer<? super HandlerAnswer, ? super Throwable> action) {
      action.accept(SEVEN, null);
      action.accept(SEVEN, null);
      return this;
    }
  }

  @Test
  void aHandlerThatBlocksHoldsUpNobodyButItself() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    MessageHandler stuck =
        handler(
            "stuck",
            _ -> {
              try {
                end.await();
              } catch (InterruptedException fault) {
                Thread.currentThread().interrupt();
              }
              return done(SEVEN);
            });
    MessageHandler good = handler("good", _ -> done(SEVEN));
    try (World world =
        World.with(
            ApplicationCode.handling(stuck, good),
            "HEDDLE_EXTENSIONS_THREADS",
            "1",
            "HEDDLE_EXTENSIONS_QUEUE",
            "1")) {
      FakeSocket alice = open(world, "alice");
      say(alice, "stuck", "1", 1);
      say(alice, "stuck", "1", 2);
      say(alice, "stuck", "1", 3);
      say(alice, "good", "1", 4);

      expect(alice, "good 7 #4", "error unavailable #3");
      assertThat(calls(world, "overloaded")).isEqualTo(1);
      end.countDown();
      expect(alice, "stuck 7 #1", "stuck 7 #2");
    }
  }

  @Test
  void twoHandlersForOneTypeAreNamed() {
    assertThatThrownBy(() -> start(new First(), new Second()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'same'")
        .hasMessageContaining(First.class.getName())
        .hasMessageContaining(Second.class.getName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"publish", "error", "reply", "pong", "", "a b"})
  void aHandlerForATypeOfTheProtocolOrAMalformedOneIsRefused(String type) {
    assertThatThrownBy(() -> start(handler(type, _ -> done(SEVEN))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + type + "'")
        .hasMessageContaining("HandlersTest");
  }

  @Test
  void anAnswerThatWouldCloseTheConnectionOrPosesAsTheServersIsRefused() {
    assertThatThrownBy(() -> HandlerAnswer.refuse(ErrorCode.TOKEN_EXPIRED, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("token_expired");
    assertThatThrownBy(() -> HandlerAnswer.reply("connected", Payload.EMPTY_OBJECT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("connected");
  }

  private static final class First implements MessageHandler {
    @Override
    public String type() {
      return "same";
    }

    @Override
    public CompletionStage<HandlerAnswer> handle(HandlerCall call) {
      return done(SEVEN);
    }
  }

  private static final class Second implements MessageHandler {
    @Override
    public String type() {
      return "same";
    }

    @Override
    public CompletionStage<HandlerAnswer> handle(HandlerCall call) {
      return done(SEVEN);
    }
  }

  private static void start(MessageHandler... handlers) {
    ExtensionMetrics metrics = new ExtensionMetrics(new SimpleMeterRegistry());
    try (World world = World.with();
        RunningExtensions running =
            ApplicationCode.handling(handlers)
                .start(
                    TestSettings.with().extensions(),
                    metrics,
                    new Listeners(metrics),
                    world.fabric)) {
      assertThat(running.handlers().types()).hasSize(handlers.length);
    }
  }

  private static MessageHandler handler(
      String type, Function<HandlerCall, CompletionStage<HandlerAnswer>> work) {
    return new MessageHandler() {
      @Override
      public String type() {
        return type;
      }

      @Override
      public CompletionStage<HandlerAnswer> handle(HandlerCall call) {
        return work.apply(call);
      }
    };
  }

  private static CompletionStage<HandlerAnswer> done(HandlerAnswer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private static FakeSocket open(World world, String user) {
    FakeSocket socket = new FakeSocket();
    world.node.tell(new ToNode.Open(socket, Optional.of(Identity.user(user)), false));
    eventually(() -> assertThat(socket.lines("connected")).hasSize(1));
    return socket;
  }

  private static void say(FakeSocket socket, String type, String data, int id) {
    socket
        .actor()
        .tell(
            new ClientCommand.Custom(
                type,
                Payload.of(data),
                Optional.of(new CorrelationId(Payload.of(Integer.toString(id))))));
  }

  private static void expect(FakeSocket socket, String... lines) {
    eventually(() -> assertThat(socket.lines()).containsAll(List.of(lines)));
  }

  private static double calls(World world, String outcome) {
    return world.counter("heddle.handler.calls", "outcome", outcome);
  }
}
