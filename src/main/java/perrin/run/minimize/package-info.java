/** The lowest place of an energy, looked for until it has been found several times over. */
package perrin.run.minimize;
