/**
 * What a run is compared with, and what is made of it: references, identities, nested R-hat, the
 * verdict.
 */
package perrin.run.judging;
