/**
 * Files that several processes share: made aside under names that cannot meet, put in their places
 * whole, opened only if they are the user's own and as they were written, and cleared away when
 * their maker has died.
 */
package perrin.files;
