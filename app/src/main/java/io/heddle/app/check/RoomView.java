package io.heddle.app.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one subscriber has seen of one room, over all of its connections. For one thread. */
final class RoomView {
  private final Set<Long> seen = new HashSet<>();
  private final Map<Integer, Long> lastOfPublisher = new HashMap<>();
  private Optional<Place> place = Optional.empty();
  private Place loadTo = new Place("", 0);
  private long duplicates;
  private long reordered;
  private long gaps;
  private long notRecovered;

  /** A position in the room's log. */
  record Place(String epoch, long offset) {}

  /** Where to resume; empty before the first subscribe was answered. */
  Optional<Place> place() {
    return place;
  }

  /** The room has let the subscriber in; whether it has to load anew what the room keeps. */
  boolean subscribed(Place head, boolean recovering, boolean recovered) {
    if (recovering && recovered) {
      return false;
    }
    place = Optional.of(head);
    if (recovering) {
      notRecovered++;
      loadTo = head;
    }
    return recovering;
  }

  /** One of what the room keeps; what lies behind the place of subscribing comes by itself. */
  void loaded(Place at, Message message) {
    if (at.epoch().equals(loadTo.epoch()) && at.offset() <= loadTo.offset()) {
      seen.add(message.number());
    }
  }

  /** A publication has come; whether it is news. */
  boolean saw(Place at, Message message) {
    Place before = place.orElse(at);
    if (before.epoch().equals(at.epoch())) {
      if (at.offset() <= before.offset()) {
        duplicates++;
        return false;
      }
      if (at.offset() > before.offset() + 1) {
        gaps++;
      }
    }
    place = Optional.of(at);
    if (!seen.add(message.number())) {
      duplicates++;
      return false;
    }
    Long last = lastOfPublisher.put(message.publisher(), message.number());
    if (last != null && last > message.number()) {
      reordered++;
    }
    return true;
  }

  /** How many of these it has not seen. */
  long missing(Set<Long> acknowledged) {
    return acknowledged.stream().filter(number -> !seen.contains(number)).count();
  }

  boolean hasAll(Set<Long> acknowledged) {
    return seen.containsAll(acknowledged);
  }

  long delivered() {
    return seen.size();
  }

  long duplicates() {
    return duplicates;
  }

  /** Numbers of one publisher that came behind a later one. */
  long reordered() {
    return reordered;
  }

  /** Offsets that were passed over. */
  long gaps() {
    return gaps;
  }

  /** How often the room could not go on where the subscriber had been. */
  long notRecovered() {
    return notRecovered;
  }
}
