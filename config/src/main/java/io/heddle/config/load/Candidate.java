package io.heddle.config.load;

import com.typesafe.config.ConfigValue;

/**
 * A value that some source gives for a key.
 *
 * @param key full key
 * @param value not null in HOCON's sense
 * @param origin where it came from
 */
record Candidate(String key, ConfigValue value, Origin origin) {
  /**
   * The fault that a problem with this value is; a problem with a part of it stands where that part
   * does.
   */
  Fault fault(Converted.Problem problem) {
    var where =
        origin instanceof Origin.InFile
            ? problem.part().map(part -> Origin.of(part.origin())).orElse(origin)
            : origin;
    return new Fault(key, where, problem.text(), problem.nearest());
  }
}
