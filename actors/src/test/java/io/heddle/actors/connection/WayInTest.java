package io.heddle.actors.connection;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.TokenVerifier;
import io.heddle.actors.testing.MutableClock;
import io.heddle.actors.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A token is its user's name; those of mallory are refused, those of methuselah are too old, those
 * of nessie cannot be checked now, and the verifier fails at those of grendel.
 */
class WayInTest {
  private final MutableClock clock = new MutableClock();
  private CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
  private final World world = World.with(clock, this::verify, "HEDDLE_RATE_LIMIT", "1/s burst 2");

  private CompletableFuture<TokenVerifier.Verdict> verify(String token) {
    if (token.equals("grendel")) {
      throw new IllegalStateException("of the test");
    }
    return gate.thenApply(
        _ ->
            switch (token) {
              case "mallory" -> new TokenVerifier.Refused("bad signature", false);
              case "methuselah" -> new TokenVerifier.Refused("too old", true);
              case "nessie" -> new TokenVerifier.Unavailable("no key now");
              default -> new TokenVerifier.Verified(user(token));
            });
  }

  private Identity user(String name) {
    Instant end = clock.instant().plus(Duration.ofMinutes(10));
    return new Identity(
        Optional.of(name), Set.of(), Set.of(), Set.of(), Map.of(), Optional.of(end));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void connectWithAGoodTokenLetsIn() {
    ConnectionFixture client = inBand().says(connect("alice"));

    client.expect("auth_required", "connected alice 2 #1");
    assertThat(client.socket.userId()).contains("alice");
  }

  @Test
  void authWithAGoodTokenIsAnsweredFirst() {
    ConnectionFixture client = inBand().says(new ClientCommand.Auth("alice", Optional.empty()));

    eventually(
        () ->
            assertThat(client.socket.lines())
                .containsExactly("auth_required", "auth_success alice", "connected alice 2"));
  }

  @Test
  void aRefusedTokenCloses() {
    ConnectionFixture client = inBand().says(connect("mallory"));

    eventually(() -> assertThat(client.socket.closed()).contains(CloseCode.UNAUTHORIZED));
    client.expect("error unauthorized #1");
    ConnectionFixture other = inBand().says(new ClientCommand.Auth("mallory", Optional.empty()));
    eventually(() -> assertThat(other.socket.closed()).contains(CloseCode.UNAUTHORIZED));
    other.expect("auth_failed bad signature");
  }

  @Test
  void aTokenThatIsTooOldHasACodeOfItsOwn() {
    ConnectionFixture client = inBand().says(connect("methuselah"));

    eventually(() -> assertThat(client.socket.closed()).contains(CloseCode.TOKEN_EXPIRED));
    client.expect("error token_expired #1");
  }

  @Test
  void anyOtherCommandBeforeTheTokenCloses() {
    ConnectionFixture client = inBand().pings().subscribes("chat:1");

    eventually(() -> assertThat(client.socket.closed()).contains(CloseCode.UNAUTHORIZED));
    client.expect("pong", "error unauthorized");
    eventually(() -> assertThat(client.socket.handled()).isEqualTo(2));
  }

  @Test
  void whoDoesNotAuthenticateInTimeIsClosed() {
    ConnectionFixture client = inBand();
    client.expect("auth_required");
    clock.advance(Duration.ofSeconds(30));

    eventually(() -> assertThat(client.socket.closed()).contains(CloseCode.UNAUTHORIZED));
  }

  @Test
  void whoseTokenIsBeingCheckedIsNotTooLate() {
    gate = new CompletableFuture<>();
    ConnectionFixture client = inBand().says(connect("alice"));
    client.actor.tell(new ConnectionOrder.Due(clock.instant()));
    client.actor.tell(new ConnectionOrder.Deliver(new Event.Pong(Optional.empty())));
    client.expect("pong");
    assertThat(client.socket.closed()).isEmpty();
    gate.complete(null);

    client.expect("connected alice 2 #1");
  }

  @Test
  void aVerifierThatFailsAtOnceIsUnavailable() {
    ConnectionFixture client = inBand().says(connect("grendel"));

    eventually(() -> assertThat(client.socket.closed()).contains(CloseCode.SERVER_FULL));
    client.expect("error unavailable #1");
  }

  @Test
  void aVerifierThatFailsAtOnceHoldsNothingUpAfterARefresh() {
    ConnectionFixture client = ConnectionFixture.open(world, user("alice"));
    client.says(new ClientCommand.Refresh("grendel", ConnectionFixture.id(3))).pings();

    client.expect("error unavailable #3", "pong");
    eventually(() -> assertThat(client.socket.handled()).isEqualTo(2));
  }

  @Test
  void aKnownClientThatWaitsForConnectIsLetInByIt() {
    ConnectionFixture client = new ConnectionFixture(world, Optional.of(user("alice")), true);
    assertThat(client.socket.lines()).isEmpty();
    client.says(
        new ClientCommand.Connect(Optional.empty(), Optional.empty(), ConnectionFixture.id(1)));

    client.expect("connected alice 2 #1");
  }

  @Test
  void commandsThatComeTooSoonAreHeldAndCarriedOutInOrder() {
    gate = new CompletableFuture<>();
    ConnectionFixture client = inBand().says(connect("alice"));
    client.subscribes("chat:1").publishes("chat:1", 5);
    gate.complete(null);

    client.expect("connected alice 2 #1", "subscribed chat:1 0 1", "chat:1 1 5");
    eventually(() -> assertThat(client.socket.handled()).isEqualTo(3));
  }

  @Test
  void aTokenThatEndsIsAnnouncedAndThenCloses() {
    ConnectionFixture client = ConnectionFixture.open(world, user("alice"));
    client.actor.tell(new ConnectionOrder.Due(clock.instant()));
    clock.advance(Duration.ofMinutes(9));
    client.expect("token_expiring");
    assertThat(client.socket.closed()).isEmpty();
    clock.advance(Duration.ofMinutes(1).plusSeconds(30));

    eventually(() -> assertThat(client.socket.closed()).contains(CloseCode.TOKEN_EXPIRED));
    assertThat(client.socket.lines("token_expiring")).hasSize(1);
  }

  @Test
  void aTokenIsGoodUntilItsLeewayIsOver() {
    Instant end = clock.instant().minus(Duration.ofSeconds(29));
    Identity late =
        new Identity(
            Optional.of("alice"), Set.of(), Set.of(), Set.of(), Map.of(), Optional.of(end));
    ConnectionFixture client = ConnectionFixture.open(world, late);
    client.expect("token_expiring");
    client.actor.tell(new ConnectionOrder.Due(clock.instant()));
    client.pings();

    client.expect("pong");
    assertThat(client.socket.closed()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    eventually(() -> assertThat(client.socket.closed()).contains(CloseCode.TOKEN_EXPIRED));
  }

  @Test
  void aTokenThatCannotBeCheckedNowClosesForAnotherTry() {
    ConnectionFixture client = inBand().says(connect("nessie"));

    eventually(() -> assertThat(client.socket.closed()).contains(CloseCode.SERVER_FULL));
    client.expect("error unavailable #1");
  }

  @Test
  void aRefreshThatCannotBeCheckedNowChangesNothing() {
    ConnectionFixture client = ConnectionFixture.open(world, user("alice"));
    client.says(new ClientCommand.Refresh("nessie", ConnectionFixture.id(3)));

    client.expect("error unavailable #3");
    assertThat(client.socket.closed()).isEmpty();
  }

  @Test
  void aTokenThatEndsSoonIsAnnouncedAtOnce() {
    Instant end = clock.instant().plus(Duration.ofSeconds(5));
    ConnectionFixture client =
        ConnectionFixture.open(
            world,
            new Identity(
                Optional.of("alice"), Set.of(), Set.of(), Set.of(), Map.of(), Optional.of(end)));

    client.expect("token_expiring");
    assertThat(client.socket.closed()).isEmpty();
  }

  @Test
  void aWakeUpThatComesEarlyAnnouncesNothing() {
    ConnectionFixture client = ConnectionFixture.open(world, user("alice"));
    client.actor.tell(new ConnectionOrder.Due(clock.instant()));
    client.pings();

    client.expect("pong");
    assertThat(client.socket.lines("token_expiring")).isEmpty();
  }

  @Test
  void aRefreshMovesTheEnd() {
    ConnectionFixture client = ConnectionFixture.open(world, user("alice"));
    clock.advance(Duration.ofMinutes(8));
    client.says(new ClientCommand.Refresh("alice", ConnectionFixture.id(3)));
    client.expect("refreshed #3");
    clock.advance(Duration.ofMinutes(5));
    client.pings();

    client.expect("pong");
    assertThat(client.socket.closed()).isEmpty();
  }

  @Test
  void anotherUsersTokenRefreshesNothing() {
    ConnectionFixture client = ConnectionFixture.open(world, user("alice"));
    client.says(new ClientCommand.Refresh("bob", ConnectionFixture.id(3)));
    client.says(new ClientCommand.Refresh("mallory", ConnectionFixture.id(4)));

    client.expect("error forbidden #3", "error forbidden #4");
    assertThat(client.socket.closed()).isEmpty();
  }

  @Test
  void subscribesCostNothingAtFirstAndEverythingElseDoes() {
    ConnectionFixture client = ConnectionFixture.open(world, user("alice"));
    for (int i = 0; i < 5; i++) {
      client.subscribes("chat:" + i);
    }
    client.pings().pings().pings().says(new ClientCommand.Refresh("alice", Optional.empty()));

    eventually(() -> assertThat(client.socket.lines("subscribed")).hasSize(5));
    eventually(() -> assertThat(client.socket.lines("error rate_limited")).hasSize(2));
    assertThat(client.socket.lines("pong")).hasSize(2);
    eventually(() -> assertThat(client.socket.handled()).isEqualTo(client.commands()));
  }

  private ConnectionFixture inBand() {
    return new ConnectionFixture(world, Optional.empty(), false);
  }

  private static ClientCommand connect(String token) {
    return new ClientCommand.Connect(Optional.of(token), Optional.empty(), ConnectionFixture.id(1));
  }
}
