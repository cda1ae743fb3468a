package io.heddle.cluster.codec;

import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToRoom;
import java.io.NotSerializableException;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * The messages of the fabric as bytes, for other nodes of the cluster. Made by Pekko, once an actor
 * system; safe to call from any thread. A message that cannot be written or read is dropped alone,
 * logged by Pekko and counted in {@link WireFaults}: a node of a newer version may well send what
 * this one does not know.
 *
 * <p>Publications go straight into the transport's buffer and come out of it with one copy. The
 * buffer's byte order is never touched, since the transport relies on it.
 */
public class FabricSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {
  /** Names this serializer among all of a cluster; never to be changed. */
  private static final int IDENTIFIER = 7355;

  private static final int SMALL = 512;

  private final ActorRefResolver refs;
  private final WireFaults faults;

  /** Called by Pekko. */
  public FabricSerializer(ExtendedActorSystem system) {
    refs = ActorRefResolver.get(Adapter.toTyped(system));
    faults = WireFaults.of(Adapter.toTyped(system));
  }

  @Override
  public final int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    try {
      return WireForms.of(message).manifest();
    } catch (IllegalArgumentException fault) {
      faults.unwritable();
      throw fault;
    }
  }

  @Override
  public void toBinary(Object message, ByteBuffer buffer) {
    try {
      write(WireForms.of(message), message, buffer);
    } catch (BufferOverflowException fault) {
      faults.tooLarge();
      throw fault;
    } catch (IllegalArgumentException fault) {
      faults.unwritable();
      throw fault;
    }
  }

  @Override
  public byte[] toBinary(Object message) {
    for (int size = SMALL + bytes(message); ; size *= 2) {
      ByteBuffer buffer = ByteBuffer.allocate(size);
      try {
        write(WireForms.of(message), message, buffer);
      } catch (BufferOverflowException _) {
        continue;
      } catch (IllegalArgumentException fault) {
        faults.unwritable();
        throw fault;
      }
      byte[] bytes = new byte[buffer.position()];
      buffer.flip().get(bytes);
      return bytes;
    }
  }

  private <T> void write(WireForm<T> form, Object message, ByteBuffer buffer) {
    form.write().accept(new WireOut(buffer, refs), form.type().cast(message));
  }

  /** About what the largest parts of a message take. */
  private static int bytes(Object message) {
    return switch (message) {
      case ToRoom.Publish publish -> publish.drafts().stream().mapToInt(FabricSerializer::of).sum();
      case ToLocalRoom.Deliver(var publications, _) -> bytes(publications);
      case ToLocalRoom.Attached attached -> bytes(attached.missed());
      default -> 0;
    };
  }

  private static int bytes(List<Publication> publications) {
    return publications.stream().mapToInt(publication -> of(publication.draft())).sum();
  }

  private static int of(Draft draft) {
    return draft.data().size() + SMALL;
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    return fromBinary(ByteBuffer.wrap(bytes), manifest);
  }

  @Override
  public Object fromBinary(ByteBuffer buffer, String manifest) throws NotSerializableException {
    try {
      WireForm<?> form =
          WireForms.find(manifest).orElseThrow(() -> new UnknownFormException(manifest));
      Object message = form.read().apply(new WireIn(buffer, refs));
      if (buffer.hasRemaining()) {
        throw new IllegalArgumentException(buffer.remaining() + " bytes too many");
      }
      return message;
    } catch (UnknownFormException fault) {
      faults.unknown();
      throw new NotSerializableException(fault.getMessage());
    } catch (IllegalArgumentException
        | ArithmeticException
        | ClassCastException
        | BufferUnderflowException fault) {
      faults.malformed();
      throw new IllegalArgumentException("malformed message " + manifest, fault);
    }
  }
}
