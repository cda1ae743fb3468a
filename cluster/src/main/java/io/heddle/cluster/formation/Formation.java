package io.heddle.cluster.formation;

import io.heddle.cluster.formation.FormerLock.Holder;
import io.heddle.cluster.lettuce.OnDemandRedis;
import io.heddle.config.NodeAddress;
import io.heddle.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the cluster of the other nodes, or begins one.
 *
 * <p>All nodes that are known by seeds, by a name, or by the lock in Redis are asked for their
 * cluster, all the time, until one has one. Who begins it where none has: with a Redis, who takes
 * the lock there, and only after others were asked for a while under it, since a Redis that has
 * lost its keys knows no cluster either. Without, the first of the nodes, after the others were
 * asked for longer; two that do not see each other may then begin one each.
 *
 * <p>Afterwards the cluster's leader holds the lock, as long as there is a cluster.
 */
public final class Formation {
  private static final Logger LOG = LoggerFactory.getLogger(Formation.class);

  private static final String PROTOCOL = "pekko";
  private static final Duration JOIN_TICK = Duration.ofMillis(250);
  private static final Duration HOLD_TICK = Duration.ofSeconds(2);

  /** Between asking whether to begin and beginning: two rounds of asking the others. */
  private static final Duration ASK_UNDER_LOCK = Duration.ofSeconds(2);

  /** With nobody to decide, others get time to start, too. */
  private static final Duration ASK_WITHOUT_LOCK = Duration.ofSeconds(5);

  /** Of the lock's time, what must be left when the cluster begins. */
  private static final Duration LOCK_RESERVE = Duration.ofSeconds(5);

  private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

  private final ActorContext<Message> context;
  private final Cluster cluster;
  private final Settings settings;
  private final Optional<FormerLock> lock;
  private final Executor blocking;
  private final String self;
  private final long started = System.nanoTime();

  /** What the others were last; in place of a set that is asked for at each step. */
  private List<Address> asked = List.of();

  private final Set<String> everMembers = new HashSet<>();
  private boolean under;
  private boolean begun;
  private Optional<Long> locked = Optional.empty();
  private long lastSaid = started;

  private sealed interface Message {}

  private enum Tick implements Message {
    TICK
  }

  /** What was found out for one step of joining. */
  private record Found(Contacts contacts, Optional<Holder> holder, Optional<String> trouble)
      implements Message {}

  /** Who holds the lock. */
  private record Held(Optional<Holder> holder, Optional<String> trouble) implements Message {}

  /** The lock was asked for, at a time by {@code System.nanoTime}. */
  private record Taken(Held held, long asked) implements Message {}

  private Formation(ActorContext<Message> context, Settings settings, Optional<FormerLock> lock) {
    this.context = context;
    this.cluster = Cluster.get(context.getSystem());
    this.settings = settings;
    this.lock = lock;
    this.blocking =
        context
            .getSystem()
            .dispatchers()
            .lookup(DispatcherSelector.fromConfig("heddle.blocking-dispatcher"));
    this.self = hostPort(cluster.selfMember().address());
  }

  /**
   * Begins to look for the others, and returns at once; {@link ClusterView} tells what came of it.
   * To be called once an actor system. A node that leaves as the last one gives the lock up.
   */
  public static void start(ActorSystem<?> system, Settings settings) {
    Optional<FormerLock> lock =
        settings
            .redis()
            .url()
            .map(
                _ ->
                    new FormerLock(
                        new OnDemandRedis(settings.redis()), UUID.randomUUID().toString()));
    system.systemActorOf(
        Behaviors.<Message>setup(
            context ->
                Behaviors.withTimers(
                    timers -> new Formation(context, settings, lock).joining(timers))),
        "heddle-formation",
        Props.empty());
    lock.ifPresent(its -> giveUpAtTheEnd(system, its));
  }

  private static void giveUpAtTheEnd(ActorSystem<?> system, FormerLock lock) {
    Cluster cluster = Cluster.get(system);
    var last = new AtomicBoolean();
    var shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeClusterShutdown(),
        "heddle-former-lock-last",
        () -> {
          last.set(members(cluster).size() <= 1);
          return CompletableFuture.completedFuture(Done.getInstance());
        });
    shutdown.addTask(
        CoordinatedShutdown.PhaseClusterShutdown(),
        "heddle-former-lock",
        () -> {
          CompletionStage<Void> released =
              last.get() ? lock.release() : CompletableFuture.completedFuture(null);
          return released.exceptionally(_ -> null).thenApply(_ -> Done.getInstance());
        });
    system.getWhenTerminated().whenComplete((_, _) -> lock.close());
  }

  private Behavior<Message> joining(TimerScheduler<Message> timers) {
    timers.startTimerWithFixedDelay(Tick.TICK, Duration.ZERO, JOIN_TICK);
    return Behaviors.receiveMessage(
        message ->
            switch (message) {
              case Tick _ -> {
                if (isMember()) {
                  timers.startTimerWithFixedDelay(Tick.TICK, Duration.ZERO, HOLD_TICK);
                  yield holding();
                }
                look();
                yield Behaviors.same();
              }
              case Found found -> {
                under = false;
                step(found);
                yield Behaviors.same();
              }
              case Taken taken -> {
                under = false;
                took(taken);
                yield Behaviors.same();
              }
              case Held _ -> Behaviors.same();
            });
  }

  private boolean isMember() {
    return !cluster.selfMember().status().equals(MemberStatus.removed());
  }

  /** One step at a time, however long names or Redis take. */
  private void look() {
    if (under) {
      return;
    }
    under = true;
    CompletionStage<Contacts> contacts =
        CompletableFuture.supplyAsync(() -> Contacts.of(settings.cluster()), blocking);
    CompletionStage<Held> holder =
        lock.map(its -> its.holder().handle(Formation::held))
            .orElseGet(
                () -> CompletableFuture.completedFuture(new Held(Optional.empty(), noTrouble())));
    context.pipeToSelf(
        contacts.thenCombine(holder, (found, held) -> new Found(found, held.holder, held.trouble)),
        (found, fault) ->
            fault == null
                ? found
                : new Found(
                    new Contacts(List.of(), List.of(String.valueOf(fault.getMessage()))),
                    Optional.empty(),
                    noTrouble()));
  }

  private static Optional<String> noTrouble() {
    return Optional.empty();
  }

  private static Held held(Optional<Holder> holder, Throwable fault) {
    return fault == null
        ? new Held(holder, Optional.empty())
        : new Held(Optional.empty(), Optional.of("heddle.redis.url: Redis does not answer"));
  }

  private void step(Found found) {
    if (isMember()) {
      return;
    }
    ask(found);
    say(found);
    if (lock.isEmpty()) {
      beginWithoutLock(found.contacts);
    } else if (found.trouble.isEmpty()) {
      beginUnder(lock.get(), found);
    }
  }

  private void ask(Found found) {
    var others = new ArrayList<Address>();
    found.contacts.nodes().stream()
        .map(NodeAddress::toString)
        .filter(node -> !node.equals(self))
        .map(this::address)
        .forEach(others::add);
    found
        .holder
        .map(Holder::address)
        .filter(node -> !node.equals(self))
        .map(this::address)
        .filter(node -> !others.contains(node))
        .ifPresent(others::add);
    if (!others.isEmpty() && !others.equals(asked)) {
      asked = others;
      cluster.manager().tell(new JoinSeedNodes(others));
    }
  }

  /** The lock's own key is its only state, so it is asked for again and again. */
  private void beginUnder(FormerLock its, Found found) {
    var mine = its.self(self);
    if (found.holder.isEmpty()) {
      locked = Optional.empty();
      under = true;
      long now = System.nanoTime();
      context.pipeToSelf(its.take(mine).handle(Formation::held), (held, _) -> new Taken(held, now));
      return;
    }
    if (!found.holder.get().equals(mine) || locked.isEmpty()) {
      return;
    }
    var since = Duration.ofNanos(System.nanoTime() - locked.get());
    if (since.compareTo(ASK_UNDER_LOCK) >= 0
        && since.compareTo(FormerLock.TTL.minus(LOCK_RESERVE)) < 0) {
      begin();
    }
  }

  private void took(Taken taken) {
    var mine = lock.orElseThrow().self(self);
    if (taken.held.holder.filter(mine::equals).isPresent()) {
      locked = Optional.of(taken.asked);
    }
  }

  private void beginWithoutLock(Contacts contacts) {
    var seeds = settings.cluster().seeds().stream().map(NodeAddress::toString).toList();
    if (settings.cluster().dns().isEmpty() && (seeds.isEmpty() || seeds.equals(List.of(self)))) {
      LOG.warn("heddle.cluster.seeds names nobody but this node, which is no cluster's yet");
      begin();
      return;
    }
    var first =
        seeds.isEmpty()
            ? contacts.nodes().stream().findFirst().map(NodeAddress::toString)
            : Optional.of(seeds.getFirst());
    boolean askedEnough =
        Duration.ofNanos(System.nanoTime() - started).compareTo(ASK_WITHOUT_LOCK) >= 0;
    if (askedEnough && first.filter(self::equals).isPresent()) {
      begin();
    }
  }

  private void begin() {
    if (begun) {
      return;
    }
    begun = true;
    LOG.info("no other node has a cluster: this node, {}, begins one", self);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
  }

  private void say(Found found) {
    long now = System.nanoTime();
    if (Duration.ofNanos(now - lastSaid).compareTo(SAY_AGAIN) < 0) {
      return;
    }
    lastSaid = now;
    found.contacts.troubles().forEach(LOG::warn);
    found.trouble.ifPresent(LOG::warn);
    LOG.info(
        "still looking for a cluster; asked: {}",
        asked.isEmpty() ? "nobody" : asked.stream().map(Formation::hostPort).toList());
  }

  private Behavior<Message> holding() {
    return Behaviors.receiveMessage(
        message -> {
          switch (message) {
            case Tick _ -> lock.filter(_ -> isLeader()).ifPresent(this::hold);
            case Held held -> check(held);
            case Found _, Taken _ -> {}
          }
          return Behaviors.same();
        });
  }

  private boolean isLeader() {
    var members = members(cluster);
    members.forEach(member -> everMembers.add(hostPort(member.address())));
    return cluster.selfMember().status().equals(MemberStatus.up())
        && cluster.selfMember().address().equals(cluster.state().getLeader());
  }

  private void hold(FormerLock its) {
    context.pipeToSelf(its.holder().handle(Formation::held), (held, _) -> held);
  }

  /**
   * A holder that was never one of us is another cluster's, and it would be wrong to take the lock
   * from it.
   */
  private void check(Held held) {
    boolean ours = held.holder.filter(it -> !everMembers.contains(it.address())).isEmpty();
    if (held.trouble.isEmpty() && ours) {
      var its = lock.orElseThrow();
      its.hold(its.self(self))
          .exceptionally(
              fault -> {
                LOG.debug("the lock was not held on", fault);
                return null;
              });
    } else if (!ours) {
      LOG.error(
          "{} holds the lock {} and is no node of this cluster: there are two clusters at one Redis."
              + " Stop the nodes of one of them",
          held.holder.map(Holder::address).orElse(""),
          FormerLock.KEY);
    }
  }

  private static List<Member> members(Cluster cluster) {
    var members = new ArrayList<Member>();
    cluster.state().getMembers().forEach(members::add);
    return members;
  }

  private Address address(String hostPort) {
    int colon = hostPort.lastIndexOf(':');
    return new Address(
        PROTOCOL,
        cluster.selfMember().address().system(),
        hostPort.substring(0, colon),
        Integer.parseInt(hostPort.substring(colon + 1)));
  }

  private static String hostPort(Address address) {
    return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
  }
}
