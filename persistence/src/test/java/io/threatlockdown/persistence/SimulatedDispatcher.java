package io.threatlockdown.persistence;

import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/** Gives Pekko the simulation's thread for all its actors. Made by Pekko, by its class name. */
public final class SimulatedDispatcher extends ExecutorServiceConfigurator {
  public SimulatedDispatcher(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    return () -> SimulatedHost.THREAD;
  }
}
