package io.heddle.actors.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Event.RoomAction;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.World;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandardMessagesTest {
  private final World world = World.with();
  private final StandardMessages messages = new StandardMessages(world.fabric);
  private final FakeSocket member = new FakeSocket();

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aTaskIsToldWithWhatChangedInIt() {
    enter("project:p");
    messages.taskCreated("p", "t", Payload.of("{\"id\":\"t\"}"));
    messages.taskUpdated(
        "p",
        "t",
        Map.of("title", new Change(Payload.of("\"a\""), Payload.of("\"b\""))),
        Payload.EMPTY_OBJECT);
    messages.statusChanged("p", "t", "open", "done");
    messages.projectUpdated("p", Map.of());
    expect(
        messages.taskDeleted("p", "t"),
        "project:p 1 {\"task_id\":\"t\",\"project_id\":\"p\",\"task\":{\"id\":\"t\"}}",
        "project:p 2 {\"task_id\":\"t\",\"project_id\":\"p\",\"changes\":"
            + "{\"title\":{\"old\":\"a\",\"new\":\"b\"}},\"task\":{}}",
        "project:p 3 {\"task_id\":\"t\",\"project_id\":\"p\",\"old_status\":\"open\",\"new_status\":\"done\"}",
        "project:p 4 {\"project_id\":\"p\",\"changes\":{}}",
        "project:p 5 {\"task_id\":\"t\",\"project_id\":\"p\"}");
  }

  @Test
  void aUserIsNotifiedInTheUsersRoom() {
    enter("user:alice");
    messages.notification("alice", "Hi \"you\"", "there", "info");
    messages.profileUpdate("alice", Payload.of("{\"name\":\"A\"}"));
    messages.membershipChange("alice", "g", RoomAction.JOINED);
    expect(
        messages.directMessage("bob", "alice", Payload.of("1.0")),
        "user:alice 1 {\"title\":\"Hi \\\"you\\\"\",\"message\":\"there\",\"type\":\"info\"}",
        "user:alice 2 {\"name\":\"A\"}",
        "user:alice 3 {\"group_id\":\"g\",\"action\":\"joined\"}",
        "user:alice 4 1.0");
  }

  @Test
  void eventsAndBroadcastsGoToTheirRooms() {
    enter("events:logins");
    enter("system");
    messages.event("logins", Payload.of("1"));
    expect(messages.systemBroadcast(Payload.of("2")), "events:logins 1 1", "system 1 2");
  }

  private void enter(String room) {
    world.enter(new RoomName(room), member);
    World.eventually(() -> assertThat(world.count(new RoomName(room))).isEqualTo(1));
  }

  private void expect(CompletionStage<?> last, String... lines) {
    last.toCompletableFuture().join();
    World.eventually(() -> assertThat(member.lines()).containsExactlyInAnyOrder(lines));
  }
}
