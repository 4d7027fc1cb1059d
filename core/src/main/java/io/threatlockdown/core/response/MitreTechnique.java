package io.threatlockdown.core.response;

import java.util.List;

/**
 * What an alert says of a MITRE ATT&amp;CK technique.
 *
 * @param name such as {@code Password Guessing}
 * @param tactics what it serves, such as {@code Credential Access}, in ATT&amp;CK's order
 */
public record MitreTechnique(String name, List<String> tactics) {
  public MitreTechnique {
    tactics = List.copyOf(tactics);
  }
}
