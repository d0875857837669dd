//! The search language of `searchQuery`: parse, complete, explain errors by column, evaluate on an
//! asset, translate to SQL. Pure: the prompt, the catalogue and the local library all use this one.
