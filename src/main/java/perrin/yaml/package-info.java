/**
 * YAML read strictly: every value has its place, every key must be asked for, nothing is guessed.
 * It knows nothing of experiments.
 */
package perrin.yaml;
