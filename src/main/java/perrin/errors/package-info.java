/**
 * What users are told is wrong: where it was written, the value and its limit, the name that was
 * meant; and text of theirs made fit to be shown.
 */
package perrin.errors;
