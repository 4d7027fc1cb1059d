package io.threatlockdown.persistence;

import io.threatlockdown.persistence.DiskLog.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk that holds what was synced, and of the rest what chance leaves: any subset of the writes
 * since, each whole or torn at sectors, the last one torn at any byte. A file whose directory was
 * not synced after it was made or removed may be there or not.
 */
final class CrashedDisk {
  private static final int SECTOR = 512;

  private final boolean obeysSync;
  private final Map<String, File> files = new TreeMap<>();

  /** The bytes on the disk for sure, and what was done since. */
  private static final class File {
    private byte[] durable = new byte[0];
    private final List<Step> pending = new ArrayList<>();
    private boolean entryDurable;
    private boolean removed;
  }

  /**
   * @param obeysSync false for a disk that does not keep what it was told to sync
   */
  CrashedDisk(boolean obeysSync) {
    this.obeysSync = obeysSync;
  }

  /** The process did this. */
  void step(Step step) {
    if (step.file().isEmpty()) {
      if (step.type() == Step.SYNC && obeysSync) {
        syncDirectory();
      }
      return;
    }
    File file = files.computeIfAbsent(step.file(), name -> new File());
    switch (step.type()) {
      case Step.CREATE -> file.removed = false;
      case Step.UNLINK -> file.removed = true;
      case Step.SYNC -> {
        if (obeysSync) {
          file.durable = with(file.durable, file.pending);
          file.pending.clear();
        }
      }
      default -> file.pending.add(step);
    }
  }

  /** Writes what is left after a power failure at this point. */
  void writeTo(Path directory, Random chance) throws IOException {
    for (Map.Entry<String, File> entry : files.entrySet()) {
      File file = entry.getValue();
      boolean there = (!file.removed && file.entryDurable) || chance.nextBoolean();
      if (there) {
        List<Step> left = new ArrayList<>();
        int keptOf8 = chance.nextInt(9);
        for (int i = 0; i < file.pending.size(); i++) {
          boolean last = i == file.pending.size() - 1;
          if (chance.nextInt(8) < keptOf8 || last) {
            left.addAll(torn(file.pending.get(i), last, chance));
          }
        }
        Files.write(directory.resolve(entry.getKey()), with(file.durable, left));
      }
    }
  }

  private void syncDirectory() {
    files.values().removeIf(file -> file.removed);
    files.values().forEach(file -> file.entryDurable = true);
  }

  private static List<Step> torn(Step step, boolean last, Random chance) {
    if (step.type() != Step.WRITE || (!last && chance.nextInt(4) != 0)) {
      return List.of(step);
    }
    if (last && chance.nextBoolean()) {
      return List.of(part(step, 0, chance.nextInt(step.data().limit() + 1)));
    }
    List<Step> sectors = new ArrayList<>();
    for (int from = 0; from < step.data().limit(); from += SECTOR) {
      if (chance.nextBoolean()) {
        sectors.add(part(step, from, Math.min(SECTOR, step.data().limit() - from)));
      }
    }
    return sectors;
  }

  private static Step part(Step step, int from, int length) {
    return new Step(
        step.type(), step.file(), step.offset() + from, step.data().slice(from, length));
  }

  private static byte[] with(byte[] before, List<Step> steps) {
    int most = before.length;
    for (Step step : steps) {
      most = Math.max(most, Math.toIntExact(step.offset() + step.data().limit()));
    }
    byte[] bytes = Arrays.copyOf(before, most);
    int length = before.length;
    for (Step step : steps) {
      int offset = Math.toIntExact(step.offset());
      if (step.type() == Step.TRUNCATE) {
        if (offset < length) {
          Arrays.fill(bytes, offset, length, (byte) 0);
        }
        length = offset;
      } else {
        ByteBuffer data = step.data().duplicate();
        int size = data.remaining();
        data.get(bytes, offset, size);
        length = Math.max(length, offset + size);
      }
    }
    return Arrays.copyOf(bytes, length);
  }
}
