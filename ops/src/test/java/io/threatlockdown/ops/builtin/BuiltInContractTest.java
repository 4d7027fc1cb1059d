package io.threatlockdown.ops.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import io.threatlockdown.core.response.ActionException;
import io.threatlockdown.core.response.Actions;
import io.threatlockdown.core.response.BlockOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every built-in response must do, on the real kernel and the real programs of the system. */
@ParameterizedClass
@EnumSource(Beds.class)
class BuiltInContractTest {
  private static final Actions.KeyCheck NO_KEYS =
      keys -> CompletableFuture.failedFuture(new AssertionError("keys are in the order"));

  private final Bed bed;
  private final String untouched;
  private BuiltIns responses;

  BuiltInContractTest(Beds kind, @TempDir Path directory) throws IOException {
    bed = kind.make(directory);
    untouched = bed.world();
    responses = bed.open();
  }

  @AfterEach
  void cleanUp() throws IOException {
    responses.close();
    bed.close();
  }

  @Test
  void add_isInForceWhenItIsDone() throws IOException {
    Actions.Begun begun = add(0);

    assertThat(begun.lasting()).isTrue();
    assertThat(bed.inForce(bed.order(0))).isTrue();
    assertThat(bed.inForce(bed.order(1))).isFalse();
  }

  @Test
  void add_twice_isAsOnce() throws IOException {
    var unused = add(0);
    String once = bed.world();

    unused = add(0);

    assertThat(bed.world()).isEqualTo(once);
  }

  @Test
  void delete_leavesTheWorldAsItWas() throws IOException {
    var unused = add(0);
    unused = add(1);

    delete(0);
    assertThat(bed.inForce(bed.order(0))).isFalse();
    assertThat(bed.inForce(bed.order(1))).isTrue();

    delete(1);
    assertThat(bed.world()).isEqualTo(untouched);
  }

  @Test
  void delete_twice_isAsOnce() throws IOException {
    var unused = add(0);

    delete(0);
    delete(0);

    assertThat(bed.world()).isEqualTo(untouched);
  }

  @Test
  void delete_ofWhatWasNeverAdded_changesNothing() throws IOException {
    delete(0);

    assertThat(bed.world()).isEqualTo(untouched);
  }

  @Test
  void restart_inBetween_changesNothing() throws IOException {
    var unused = add(0);
    String inForce = bed.world();

    restart();
    assertThat(bed.world()).isEqualTo(inForce);

    unused = add(0);
    assertThat(bed.world()).isEqualTo(inForce);

    restart();
    delete(0);
    assertThat(bed.world()).isEqualTo(untouched);
  }

  @Test
  void add_whenOthersUndidIt_bringsItBack() throws IOException {
    var unused = add(0);
    bed.tamper();
    assertThat(bed.inForce(bed.order(0))).isFalse();

    unused = add(0);

    assertThat(bed.inForce(bed.order(0))).isTrue();
    delete(0);
    assertThat(bed.world()).isEqualTo(untouched);
  }

  @Test
  void delete_whenOthersUndidIt_isFine() throws IOException {
    var unused = add(0);
    bed.tamper();

    delete(0);

    assertThat(bed.world()).isEqualTo(untouched);
  }

  @Test
  void delete_ofWhatOthersDidBefore_leavesIt() throws IOException {
    bed.byHand(bed.order(0));
    String byHand = bed.world();

    try {
      var unused = add(0);
    } catch (CompletionException refused) {
      // Some cannot be had twice. That has to be said, and is no reason to undo it.
      assertThat(refused).cause().isInstanceOf(ActionException.class);
    }
    delete(0);

    assertThat(bed.world()).isEqualTo(byHand);
    assertThat(bed.inForce(bed.order(0))).isTrue();
  }

  private void restart() throws IOException {
    responses.close();
    responses = bed.open();
  }

  private Actions.Begun add(int which) {
    return join(responses.add(bed.order(which), NO_KEYS));
  }

  private void delete(int which) {
    BlockOrder order = bed.order(which);
    var unused = join(responses.delete(order));
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
