//! `egret demo`: the demonstration year.
