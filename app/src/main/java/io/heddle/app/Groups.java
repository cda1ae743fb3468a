package io.heddle.app;

import io.heddle.actors.extension.GuardedSource;
import io.heddle.actors.membership.GroupLookup;
import io.heddle.actors.membership.MembershipSource;
import io.heddle.actors.membership.MembershipSourceProvider;
import io.heddle.actors.metrics.ExtensionMetrics;
import io.heddle.actors.metrics.MembershipMetrics;
import io.heddle.app.extension.Extensions;
import io.heddle.cluster.membership.RedisMemberships;
import io.heddle.config.Settings;
import io.heddle.http.membership.HttpMemberships;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who knows users' groups, by what the settings say and what the extensions are. */
final class Groups implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Groups.class);

  private final GroupLookup lookup;
  private final List<Runnable> ends;

  private Groups(GroupLookup lookup, List<Runnable> ends) {
    this.lookup = lookup;
    this.ends = ends;
  }

  /**
   * Makes the source; asks nobody.
   *
   * @throws StartFailedException where a setting or an extension is at fault
   */
  static Groups open(
      Settings settings,
      Extensions extensions,
      MembershipMetrics metrics,
      ExtensionMetrics extensionMetrics) {
    List<Runnable> ends = new ArrayList<>(2);
    try {
      MembershipSource source = source(settings, extensions, extensionMetrics, ends);
      return new Groups(
          new GroupLookup(
              source,
              settings.memberships().timeout(),
              settings.memberships().onFailure(),
              metrics),
          ends);
    } catch (RuntimeException fault) {
      ends.forEach(Runnable::run);
      throw fault;
    }
  }

  private static MembershipSource source(
      Settings settings, Extensions extensions, ExtensionMetrics metrics, List<Runnable> ends) {
    MembershipSource standard = standard(settings, ends);
    Optional<MembershipSource> own = extension(settings, extensions, standard);
    if (own.isEmpty()) {
      return standard;
    }
    GuardedSource guarded = new GuardedSource(own.get(), settings, metrics);
    ends.add(guarded::close);
    return guarded;
  }

  private static MembershipSource standard(Settings settings, List<Runnable> ends) {
    try {
      return switch (settings.memberships().source()) {
        case TOKEN -> MembershipSource.TOKEN;
        case REDIS -> {
          RedisMemberships redis = new RedisMemberships(settings.redis());
          ends.add(redis::close);
          yield redis;
        }
        case HTTP -> {
          HttpMemberships http = new HttpMemberships(settings.memberships());
          ends.add(http::close);
          yield http;
        }
      };
    } catch (IllegalArgumentException fault) {
      throw new StartFailedException(String.valueOf(fault.getMessage()), fault);
    }
  }

  private static Optional<MembershipSource> extension(
      Settings settings, Extensions extensions, MembershipSource standard) {
    List<MembershipSourceProvider> providers = extensions.all(MembershipSourceProvider.class);
    if (providers.size() > 1) {
      throw new StartFailedException(
          "two extensions are a MembershipSourceProvider, of which there can be one: %s and %s"
              .formatted(
                  providers.get(0).getClass().getName(), providers.get(1).getClass().getName()));
    }
    return providers.stream()
        .findFirst()
        .flatMap(provider -> made(provider, extensions, standard, settings));
  }

  private static Optional<MembershipSource> made(
      MembershipSourceProvider provider,
      Extensions extensions,
      MembershipSource standard,
      Settings settings) {
    Optional<MembershipSource> made =
        extensions.made(provider, it -> it.create(standard, settings));
    made.ifPresent(
        _ -> LOG.info("Users' groups are told by the extension {}", provider.getClass().getName()));
    return made;
  }

  GroupLookup lookup() {
    return lookup;
  }

  /** Ends connections and threads. */
  @Override
  public void close() {
    ends.forEach(Runnable::run);
  }
}
