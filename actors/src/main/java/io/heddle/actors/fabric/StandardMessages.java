package io.heddle.actors.fabric;

import io.heddle.actors.connection.MessageIds;
import io.heddle.actors.payload.ObjectBuilder;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Event.RoomAction;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.protocol.ToPublisher.Answer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The messages that teams send most, in the shapes that their clients know. Each is a publication:
 * repeated until its room has it, applied once, in order with others of the same room; see {@link
 * Fabric#publish(RoomName, Draft)} for the answer. Safe for any thread.
 */
public final class StandardMessages {
  private final Fabric fabric;

  /** Messages through this fabric. */
  public StandardMessages(Fabric fabric) {
    this.fabric = fabric;
  }

  /**
   * {@code notification} to a user.
   *
   * @param kind such as {@code info}; it stands in {@code data.type}
   */
  public CompletionStage<Answer> notification(
      String userId, String title, String message, String kind) {
    Payload data =
        Payload.object().put("title", title).put("message", message).put("type", kind).build();
    return fabric.toUser(userId, "notification", data);
  }

  /** {@code event} in room {@code events:<channel>}. */
  public CompletionStage<Answer> event(String channel, Payload data) {
    return fabric.publish(new RoomName("events:" + channel), "event", data);
  }

  /** {@code system_notification} to every connection. */
  public CompletionStage<Answer> systemBroadcast(Payload data) {
    return fabric.broadcast("system_notification", data);
  }

  /** {@code task_created} in {@code project:<id>}: {@code {task_id, project_id, task}}. */
  public CompletionStage<Answer> taskCreated(String projectId, String taskId, Payload task) {
    return project(projectId, "task_created", task(projectId, taskId).put("task", task));
  }

  /**
   * {@code task_updated} in {@code project:<id>}: {@code {task_id, project_id, changes: {field:
   * {old, new}}, task}}.
   */
  public CompletionStage<Answer> taskUpdated(
      String projectId, String taskId, Map<String, Change> changes, Payload task) {
    ObjectBuilder data = task(projectId, taskId).put("changes", changes(changes));
    return project(projectId, "task_updated", data.put("task", task));
  }

  /** {@code task_deleted} in {@code project:<id>}: {@code {task_id, project_id}}. */
  public CompletionStage<Answer> taskDeleted(String projectId, String taskId) {
    return project(projectId, "task_deleted", task(projectId, taskId));
  }

  /** {@code project_updated}: {@code {project_id, changes: {field: {old, new}}}}. */
  public CompletionStage<Answer> projectUpdated(String projectId, Map<String, Change> changes) {
    ObjectBuilder data = Payload.object().put("project_id", projectId);
    return project(projectId, "project_updated", data.put("changes", changes(changes)));
  }

  /** {@code status_changed}: {@code {task_id, project_id, old_status, new_status}}. */
  public CompletionStage<Answer> statusChanged(
      String projectId, String taskId, String oldStatus, String newStatus) {
    ObjectBuilder data = task(projectId, taskId).put("old_status", oldStatus);
    return project(projectId, "status_changed", data.put("new_status", newStatus));
  }

  /** {@code user_profile_update} to a user, with the profile as {@code data}. */
  public CompletionStage<Answer> profileUpdate(String userId, Payload profile) {
    return fabric.toUser(userId, "user_profile_update", profile);
  }

  /**
   * {@code group_membership_change} to a user: {@code {group_id, action}}. Moves nobody, as {@link
   * Fabric#change(MembershipChange)} does.
   */
  public CompletionStage<Answer> membershipChange(
      String userId, String groupId, RoomAction action) {
    Payload data =
        Payload.object()
            .put("group_id", groupId)
            .put("action", action.name().toLowerCase(Locale.ROOT))
            .build();
    return fabric.toUser(userId, "group_membership_change", data);
  }

  /** {@code message} from one user to another, on all connections of the latter. */
  public CompletionStage<Answer> directMessage(String fromUser, String toUser, Payload data) {
    RoomName room =
        RoomName.ofUser(toUser)
            .orElseThrow(() -> new IllegalArgumentException("not a user id: '" + toUser + "'"));
    Sender sender = new Sender(Optional.of(fromUser), Optional.empty());
    return fabric.publish(room, Draft.of("message", data, MessageIds.next(), sender));
  }

  private CompletionStage<Answer> project(String projectId, String type, ObjectBuilder data) {
    return fabric.publish(new RoomName("project:" + projectId), type, data.build());
  }

  private static ObjectBuilder task(String projectId, String taskId) {
    return Payload.object().put("task_id", taskId).put("project_id", projectId);
  }

  private static Payload changes(Map<String, Change> changes) {
    ObjectBuilder fields = Payload.object();
    changes.forEach(
        (field, change) ->
            fields.put(
                field, Payload.object().put("old", change.old()).put("new", change.now()).build()));
    return fields.build();
  }
}
