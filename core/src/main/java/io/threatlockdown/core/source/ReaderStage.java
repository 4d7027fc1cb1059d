package io.threatlockdown.core.source;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * A stream of what a blocking reader reads, on a thread of its own. The reader is at most one batch
 * ahead of the stream; a slow stream stops it. The thread ends with the stream.
 */
final class ReaderStage extends GraphStage<SourceShape<LineBatch>> {
  /** How long the thread rests after an error that the reader did not foresee. */
  private static final long REST_MS = 1000;

  private final Outlet<LineBatch> out = Outlet.create("lines");
  private final SourceShape<LineBatch> shape = SourceShape.of(out);
  private final String name;
  private final Supplier<BatchReader> readers;
  private final ReportLimit listener;

  ReaderStage(String name, Supplier<BatchReader> readers, ReportLimit listener) {
    this.name = name;
    this.readers = readers;
    this.listener = listener;
  }

  @Override
  public SourceShape<LineBatch> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes inheritedAttributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    private final BatchReader reader = readers.get();
    private final Semaphore taken = new Semaphore(0);
    private final AsyncCallback<LineBatch> arrived = createAsyncCallback(this::onArrived);
    private final AsyncCallback<Done> ended = createAsyncCallback(done -> onEnded());
    private final Thread thread = new Thread(this::read, "source " + name);

    private @Nullable LineBatch waiting;
    private boolean isEnded;

    Logic() {
      super(shape);
      thread.setDaemon(true);
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pushWaiting();
            }
          });
    }

    @Override
    public void preStart() {
      thread.start();
    }

    @Override
    public void postStop() {
      thread.interrupt();
      reader.stop();
    }

    private void onArrived(LineBatch batch) {
      waiting = batch;
      if (isAvailable(out)) {
        pushWaiting();
      }
    }

    private void onEnded() {
      isEnded = true;
      if (waiting == null) {
        completeStage();
      }
    }

    private void pushWaiting() {
      LineBatch batch = waiting;
      if (batch == null) {
        return;
      }
      waiting = null;
      push(out, batch);
      taken.release();
      if (isEnded) {
        completeStage();
      }
    }

    private void read() {
      try {
        for (Optional<LineBatch> batch = next(); batch.isPresent(); batch = next()) {
          arrived.invoke(batch.get());
          taken.acquire();
        }
        ended.invoke(Done.getInstance());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // The stream has ended, and so does its thread.
      } finally {
        listener.flush();
        reader.close();
      }
    }

    private Optional<LineBatch> next() throws InterruptedException {
      while (true) {
        try {
          return reader.next();
        } catch (RuntimeException e) {
          listener.degraded(name, "unexpected: " + e);
          TimeUnit.MILLISECONDS.sleep(REST_MS);
        }
      }
    }
  }
}
