package io.heddle.actors.room;

import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Encoder;
import io.heddle.actors.protocol.Frame;
import io.heddle.actors.protocol.Member;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.Sender;
import io.heddle.http.dialect.DialectLimits;
import io.heddle.http.dialect.Dialects;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Handing one burst to the members of a room: encoding once, joining, one offer a member. What an
 * outbox and a socket make of an offer is not in it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FanOutBenchmark {
  /** Publications that gathered before the flush. */
  @Param({"1", "32"})
  public int burst;

  /** Connections in the room. */
  @Param({"10", "1000"})
  public int members;

  private final Members inRoom = new Members();
  private final FanOut fanOut = new FanOut(inRoom, FanOut.Behind.NOBODY);
  private Optional<Publication> publication = Optional.empty();

  /** Fills the room. */
  @Setup
  public void fill(Blackhole outbox) throws MalformedJsonException {
    Encoder encoder =
        Dialects.load(new DialectLimits(200, 200), Clock.systemUTC())
            .find("heddle.v1")
            .orElseThrow()
            .encoder();
    for (int i = 0; i < members; i++) {
      inRoom.add(new Sink(ClientId.random(), encoder, outbox));
    }
    Payload data = Payload.parse("{\"p\":\"" + "x".repeat(120) + "\"}");
    String id = ClientId.random().toString();
    publication =
        Optional.of(
            new Publication(
                new RoomName("chat:42"),
                new Position("5qyz7a9gffqk", 7),
                1_790_000_000_000L,
                Draft.of("message", data, id, Sender.user("alice"))));
  }

  /** One burst. */
  @Benchmark
  public long flush() {
    for (int i = 0; i < burst; i++) {
      fanOut.add(publication.orElseThrow());
    }
    return fanOut.flush();
  }

  /** A member whose outbox costs nothing. */
  private static final class Sink implements Member {
    private final ClientId clientId;
    private final Encoder encoder;
    private final Blackhole outbox;

    Sink(ClientId clientId, Encoder encoder, Blackhole outbox) {
      this.clientId = clientId;
      this.encoder = encoder;
      this.outbox = outbox;
    }

    @Override
    public ClientId clientId() {
      return clientId;
    }

    @Override
    public Optional<String> userId() {
      return Optional.empty();
    }

    @Override
    public Encoder encoder() {
      return encoder;
    }

    @Override
    public void offer(Frame frame) {
      outbox.consume(frame);
    }

    @Override
    public boolean offerIfRoom(Frame frame) {
      outbox.consume(frame);
      return true;
    }

    @Override
    public void whenDrained(Runnable then) {
      then.run();
    }

    @Override
    public void notify(RoomReply reply) {}

    @Override
    public void close(CloseCode code, String reason) {}
  }
}
