package io.threatlockdown.ops.wiring;

import io.threatlockdown.core.event.AddressPrefix;
import io.threatlockdown.core.response.Dropped;
import io.threatlockdown.core.response.Enforcement;
import io.threatlockdown.ops.firewall.SwitchedFirewall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The firewall's switch in the hands of operators: off when they do not confirm in time. */
final class OperatedEnforcement implements Enforcement {
  private static final Logger LOG = LoggerFactory.getLogger(OperatedEnforcement.class);
  private static final String REASON = "nobody ran tld confirm in time";

  private final SwitchedFirewall firewall;
  private final Confirmation confirmation;
  private volatile Runnable reload = () -> {};

  OperatedEnforcement(SwitchedFirewall firewall, Confirmation confirmation) {
    this.firewall = firewall;
    this.confirmation = confirmation;
  }

  /** Begins to enforce, or to observe only if that is how it must begin. */
  void start() {
    if (firewall.observing().isEmpty()) {
      confirmation.started(
          new Confirmation.Change(Confirmation.ENFORCEMENT, this::switchOff, this::switchOn));
    }
  }

  /** Sets what brings the firewall in line after it was switched. */
  void onSwitched(Runnable reload) {
    this.reload = reload;
  }

  @Override
  public Optional<String> observing() {
    return firewall.observing();
  }

  @Override
  public CompletionStage<Map<AddressPrefix, Dropped>> dropped(List<AddressPrefix> targets) {
    return firewall.dropped(targets);
  }

  @Override
  public Optional<String> confirm(String by) {
    return confirmation.confirm(by);
  }

  private void switchOff() {
    var unused =
        firewall
            .switchOff(REASON)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    LOG.error("Drops could not be lifted; they end at their time", failure);
                  }
                });
    reload.run();
  }

  private void switchOn() {
    firewall.switchOn();
    reload.run();
  }
}
