package io.threatlockdown.core.engine;

import io.threatlockdown.core.event.LogLine;
import io.threatlockdown.core.event.ReportingHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The intake of log lines. Each reporting host has an analysis of its own, so that hosts run side
 * by side and count by themselves, and the lines of one host keep their order. With rules of OSSEC,
 * which count across hosts, all share one.
 */
public final class Engine {
  /**
   * The most reporting hosts with correlation memory, this one and its agents. At the limit the one
   * unheard for longest loses its memory, and starts afresh when heard of again.
   */
  public static final int HOSTS_MAX = 20_000;

  private static final Duration SHRINK_EVERY = Duration.ofSeconds(1);

  /** Returns an intake without any memory. */
  public static Behavior<Ingest.Command> create(AnalysisContext analysis) {
    return create(analysis, HOSTS_MAX);
  }

  static Behavior<Ingest.Command> create(AnalysisContext analysis, int hostsMax) {
    return Behaviors.setup(
        context -> {
          Engine engine = new Engine(context, analysis, hostsMax);
          return Behaviors.receive(Ingest.Command.class)
              .onMessage(Ingest.Submit.class, engine::onSubmit)
              .onMessage(Ingest.UseRuleset.class, engine::onUseRuleset)
              .build();
        });
  }

  private final ActorContext<Ingest.Command> context;

  private final int hostsMax;
  private final Map<String, ActorRef<Analysis.Command>> hosts =
      new LinkedHashMap<>(16, 0.75f, true);

  private Instant shrinkNotBefore = Instant.MIN;

  /** The latest. Read by other threads too: that of a host which begins anew after a failure. */
  private volatile AnalysisContext analysis;

  private Engine(ActorContext<Ingest.Command> context, AnalysisContext analysis, int hostsMax) {
    this.context = context;
    this.analysis = analysis;
    this.hostsMax = hostsMax;
  }

  private Behavior<Ingest.Command> onSubmit(Ingest.Submit submit) {
    shrinkIfExceeded();
    Map<String, List<LogLine>> byHost = new LinkedHashMap<>();
    for (LogLine line : submit.lines()) {
      byHost.computeIfAbsent(memoryOf(line.host()), id -> new ArrayList<>()).add(line);
    }
    if (byHost.isEmpty()) {
      submit.replyTo().tell(Ingest.Analysed.NOTHING);
      return Behaviors.same();
    }
    ActorRef<Ingest.Analysed> replyTo =
        byHost.size() == 1
            ? submit.replyTo()
            : context.spawnAnonymous(Gathering.create(byHost.size(), submit.replyTo()));
    byHost.forEach((hostId, lines) -> host(hostId).tell(new Analysis.Analyse(lines, replyTo)));
    return Behaviors.same();
  }

  /** Also the idle hosts, which would else keep what they had when there was room. */
  private void shrinkIfExceeded() {
    if (!analysis.memory().isExceeded()) {
      return;
    }
    Instant now = analysis.clock().instant();
    if (!now.isBefore(shrinkNotBefore)) {
      shrinkNotBefore = now.plus(SHRINK_EVERY);
      hosts.values().forEach(host -> host.tell(Analysis.Shrink.INSTANCE));
    }
  }

  private Behavior<Ingest.Command> onUseRuleset(Ingest.UseRuleset use) {
    AnalysisContext next = analysis.with(use.decoders(), use.ruleSet());
    analysis = next;
    hosts.values().forEach(host -> host.tell(new Analysis.Use(next)));
    use.replyTo().tell(Done.getInstance());
    return Behaviors.same();
  }

  /** Returns whose memory a host's lines need: its own, unless all hosts count together. */
  private String memoryOf(ReportingHost host) {
    return analysis.ruleSet().countsAcrossHosts() ? ReportingHost.LOCAL_ID : host.id();
  }

  private ActorRef<Analysis.Command> host(String id) {
    ActorRef<Analysis.Command> known = hosts.get(id);
    if (known != null) {
      return known;
    }
    if (hosts.size() >= hostsMax) {
      Iterator<Map.Entry<String, ActorRef<Analysis.Command>>> oldestFirst =
          hosts.entrySet().iterator();
      Map.Entry<String, ActorRef<Analysis.Command>> oldest = oldestFirst.next();
      oldest.getValue().tell(Analysis.Retire.INSTANCE);
      context
          .getLog()
          .warn(
              "Agent {} loses its correlation memory: {} hosts are the most",
              oldest.getKey(),
              hostsMax);
      oldestFirst.remove();
    }
    ActorRef<Analysis.Command> host =
        context.spawnAnonymous(
            Behaviors.supervise(Analysis.create(id, () -> analysis))
                .onFailure(SupervisorStrategy.restart()));
    hosts.put(id, host);
    return host;
  }
}
