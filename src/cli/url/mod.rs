mod case;
mod typed;
