package io.threatlockdown.ops.wiring;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signal SIGHUP, by which an administrator asks a service to read its configuration again.
 *
 * <p>Java has signals in {@code sun.misc} only, which every JDK ships (module {@code
 * jdk.unsupported}) and no compiler lets pass without a warning: hence by reflection.
 */
final class HangUp {
  private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

  private HangUp() {}

  /** Runs the action for each signal, one after the other, instead of ending the process. */
  static void handle(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              HangUp.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                  return null;
                }
                return method.invoke(action, arguments); // hashCode, equals, toString
              });
      var previous =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
      LOG.debug("SIGHUP loads the ruleset again; before: {}", previous);
    } catch (ReflectiveOperationException | RuntimeException unavailable) {
      LOG.warn("SIGHUP does not load the ruleset again on this Java", unavailable);
    }
  }
}
