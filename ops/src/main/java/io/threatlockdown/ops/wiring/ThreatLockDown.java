package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.engine.AlertSink;
import io.threatlockdown.core.engine.AnalysisContext;
import io.threatlockdown.core.engine.Engine;
import io.threatlockdown.core.engine.Health;
import io.threatlockdown.core.engine.Ingest;
import io.threatlockdown.core.engine.Watch;
import io.threatlockdown.core.event.ReportingHost;
import io.threatlockdown.core.offender.OffenderCounts;
import io.threatlockdown.core.offender.Offenders;
import io.threatlockdown.core.response.AlertJson;
import io.threatlockdown.core.response.BlockBudget;
import io.threatlockdown.core.response.Enforcement;
import io.threatlockdown.core.response.FileCopies;
import io.threatlockdown.core.response.Responder;
import io.threatlockdown.core.response.ResponseLog;
import io.threatlockdown.core.response.ResponsePlan;
import io.threatlockdown.core.rule.MemoryBudget;
import io.threatlockdown.http.HttpServer;
import io.threatlockdown.http.HttpSettings;
import io.threatlockdown.http.TokenFile;
import io.threatlockdown.http.TokenFileException;
import io.threatlockdown.ops.config.Settings;
import io.threatlockdown.ops.firewall.Firewalls;
import io.threatlockdown.ops.firewall.HostFirewall;
import io.threatlockdown.ops.firewall.SwitchedFirewall;
import io.threatlockdown.ops.guard.GuardWatch;
import io.threatlockdown.ops.notify.Notifications;
import io.threatlockdown.ops.output.ActiveResponsesLog;
import io.threatlockdown.ops.output.AlertsFile;
import io.threatlockdown.persistence.JournalException;
import io.threatlockdown.persistence.JournalStore;
import io.threatlockdown.persistence.ResponseJournal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service. Its start is the architecture: what comes later in the flow of data is made
 * first, so that nothing is ever handed to somebody who is not there.
 */
public final class ThreatLockDown implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ThreatLockDown.class);

  /** The part of the heap that correlation may take: one of so many. */
  private static final int MEMORY_PART = 4;

  private final Closing closing = new Closing();
  private final Health health = new Health();
  private final Configuration configuration;
  private final ActorSystem<SpawnProtocol.Command> system;
  private final HttpServer http;
  private final RulesetReload rulesetReload;
  private final CompletableFuture<Done> standardInputEnded;
  private final CompletableFuture<Done> restartAsked = new CompletableFuture<>();

  /**
   * Starts the service.
   *
   * @param wrapping stands between the service and the world; {@link Wrapping#NONE} in production
   * @throws StartException if it cannot run; what was started by then is stopped
   */
  public static ThreatLockDown start(Configuration configuration, Wrapping wrapping)
      throws StartException {
    return new ThreatLockDown(configuration, wrapping);
  }

  private ThreatLockDown(Configuration configuration, Wrapping wrapping) throws StartException {
    this.configuration = configuration;
    Settings settings = configuration.settings();
    Clock clock = Clock.system(ZoneId.systemDefault());
    ReportingHost host = ReportingHost.local(configuration.hostName());
    try {
      JournalStore journal =
          closing.with(JournalStore.open(settings.dataDir(), settings.journalServer()));
      SwitchedFirewall firewall =
          closing.with(new SwitchedFirewall(Firewalls.open(settings.firewall())));
      AlertJson alertJson =
          new AlertJson(
              host.name(),
              configuration.ruleset().mitre(),
              settings.ossec().emailAlertLevel(),
              clock.getZone());
      Notifications notifications =
          closing.with(
              Notifications.open(settings.notifications(), host.name(), alertJson, clock, health));
      ResponseLog responsesLog =
          notifications.beside(
              closing.with(
                  ActiveResponsesLog.open(settings.dataDir(), clock, settings.output(), health)));
      AlertSink alerts =
          notifications.beside(
              closing.with(
                  AlertsFile.open(
                      settings.dataDir(),
                      settings.ossec().logAlertLevel(),
                      alertJson,
                      settings.output(),
                      health)));

      system =
          ActorSystem.create(SpawnProtocol.create(), "threatlockdown", PekkoConfig.of(journal));
      closing.first(this::terminate);
      closing.first(notifications.watchHealth(system)::cancel);
      Actors actors = new Actors(system);
      GuardWatch guard = closing.with(GuardWatch.start(settings.guarded()));
      BlockBudget budget = new BlockBudget(settings.budget());
      closing.first(new BudgetAlarm(budget, clock, health).start(system)::cancel);
      ResponsePlan plan = configuration.plan(guard, budget);
      CarriedOut actions =
          CarriedOut.open(
              settings, firewall, () -> restartAsked.complete(Done.getInstance()), closing);
      Confirmation confirmation = Confirmation.of(configuration, clock, health, system);
      OperatedEnforcement enforcement = new OperatedEnforcement(firewall, confirmation);
      enforcement.start();
      ActorRef<Responder.Command> responder =
          actors.spawn(
              OrderGate.before(
                  wrapping.journal(
                      ResponseJournal.create(
                          new ResponseJournal.Needs(
                              wrapping.firewall(firewall),
                              actions,
                              responsesLog,
                              clock,
                              settings.onJournalFailure(),
                              settings.ossec().policy()),
                          health)),
                  plan::forbids,
                  clock),
              "blocks");
      firewall.onDisturbed(new Repairs(responder));
      enforcement.onSwitched(() -> responder.tell(Responder.Reload.INSTANCE));
      ActorRef<GuardSweep.Command> sweep =
          actors.spawn(GuardSweep.create(guard, responder), "guard-sweep");
      guard.onChanged(() -> sweep.tell(GuardSweep.Changed.INSTANCE));
      OffenderCounts counts = new OffenderCounts();
      OffenderReports reports =
          new OffenderReports(
              counts::live, counts::retired, settings.offenders().liveMax(), health);
      closing.first(reports.start(system)::cancel);
      KnownLogins logins =
          closing.with(KnownLogins.open(settings.dataDir(), settings.goodLogins().window()));
      closing.first(logins.start(system)::cancel);
      ActorRef<Offenders.Command> offenders =
          actors.spawn(
              Offenders.create(
                  plan,
                  settings.offenders(),
                  alertJson::of,
                  responder,
                  clock,
                  counts,
                  logins.logins()),
              "offenders");
      LongSupplier alertNumbers = new AtomicLong()::incrementAndGet;
      ActorRef<Watch.Command> watch =
          actors.spawn(
              Watch.create(
                  new Watch.Needs(
                      host, clock, alertNumbers, alerts, health, SshCanary.of(settings.watch()))),
              "watch");
      ActorRef<Ingest.Command> intake =
          actors.spawn(
              Engine.create(
                  new AnalysisContext(
                      configuration.ruleset().decoders(),
                      configuration.ruleset().rules(),
                      clock,
                      alertNumbers,
                      new MemoryBudget(Runtime.getRuntime().maxMemory() / MEMORY_PART),
                      alerts,
                      offenders,
                      watch)),
              "intake");
      rulesetReload =
          new RulesetReload(
              configuration::reloadRuleset,
              configuration.ruleset(),
              configuration.problems(),
              intake,
              system,
              health,
              takeBack ->
                  confirmation.changed(new Confirmation.Change("ruleset", takeBack, () -> {})));

      closing.first(new SearchReports(rulesetReload::inForce, health).start(system)::cancel);

      if (settings.releaseOnStop()) {
        closing.first(() -> LOG.info("Released {} blocks", ReleaseAll.now(system, responder)));
      }
      // Not ready until its sources are opened: a line written before would not be read.
      Sources sources =
          closing.with(new Sources(configuration.input(), settings, host, clock, health));
      actions.restoringFrom(sources.protectedCopies());
      http = serve(settings, host, intake, responder, enforcement, actions);
      standardInputEnded = sources.run(system, intake);
      var unused = actors.spawn(Rehearsal.create(configuration, alertJson, clock), "rehearsal");
      announce(firewall);
    } catch (JournalException | TokenFileException | IOException failure) {
      closing.close();
      throw new StartException(String.valueOf(failure.getMessage()), failure);
    } catch (RuntimeException failure) {
      closing.close();
      throw StartException.because(failure);
    }
  }

  /** Returns where the API listens. */
  public InetSocketAddress address() {
    return http.address();
  }

  /** Returns how the parts are doing. */
  public Health health() {
    return health;
  }

  /**
   * Loads the ruleset again from where it was loaded and puts it in force; one with a new mistake
   * changes nothing, as log and health then say. Blocks until it is done.
   */
  public void reloadRuleset() {
    rulesetReload.run();
  }

  /** Completes when standard input has ended and is analysed; never if it is not read. */
  public CompletableFuture<Done> standardInputEnded() {
    return standardInputEnded.copy();
  }

  /** Completes when a response asks for a restart of the service. */
  public CompletableFuture<Done> restartAsked() {
    return restartAsked.copy();
  }

  /**
   * Stops: reads no more, answers what is under way, leaves the blocks in force unless told
   * otherwise. Idempotent.
   */
  @Override
  public void close() {
    closing.close();
  }

  private HttpServer serve(
      Settings settings,
      ReportingHost host,
      ActorRef<Ingest.Command> intake,
      ActorRef<Responder.Command> responder,
      Enforcement enforcement,
      FileCopies files)
      throws TokenFileException {
    HttpSettings http =
        new HttpSettings(
            settings.listen().host(),
            settings.listen().port(),
            TokenFile.open(settings.dataDir()),
            host,
            enforcement,
            files);
    HttpServer server =
        HttpServer.start(system, http, intake, responder, health).toCompletableFuture().join();
    closing.first(() -> Waits.await(server.stop().toCompletableFuture()));
    return server;
  }

  private void announce(HostFirewall firewall) {
    firewall
        .observing()
        .ifPresentOrElse(
            reason ->
                LOG.warn(
                    "Observing only, no packet is dropped and every block says so: {}", reason),
            () -> LOG.info("Blocks are enforced by nftables"));
    LOG.info(
        "Started: {} rules, {} active responses, data in {}, API on {}",
        configuration.ruleset().rules().size(),
        configuration.responses().size(),
        configuration.settings().dataDir(),
        http.address());
  }

  private void terminate() {
    system.terminate();
    Waits.await(system.getWhenTerminated().toCompletableFuture());
  }
}
