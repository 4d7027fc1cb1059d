package io.threatlockdown.core.response;

import java.util.Map;
import java.util.Optional;

/**
 * The MITRE ATT&amp;CK techniques that rules may name. Immutable.
 *
 * @param techniques by id, such as {@code T1110.001}
 */
public record MitreCatalog(Map<String, MitreTechnique> techniques) {
  /** A catalog that knows no technique. */
  public static final MitreCatalog EMPTY = new MitreCatalog(Map.of());

  public MitreCatalog {
    techniques = Map.copyOf(techniques);
  }

  /** Returns the technique of an id, or empty if the catalog does not know it. */
  public Optional<MitreTechnique> technique(String id) {
    return Optional.ofNullable(techniques.get(id));
  }
}
