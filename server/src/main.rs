//! `server`: the whole product in one binary.

mod embedded;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode, sync::Arc};

use clap::Parser;
use server::{
    App, clock::Clock, demo, files, first_administrator, http, import, password::Passwords,
    store::Store,
};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

/// Many threads allocate and free each other's memory: rows come from the database's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Stins: självvärdering, granskning och handlingsplan för kliniker som utbildar ST-läkare.
#[derive(Parser)]
#[command(version)]
struct Options {
    #[command(flatten)]
    place: Place,
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// Fills an empty database with a demo region, ready to sign in to as each role.
    #[arg(long)]
    demo: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(clap::Subcommand)]
enum Command {
    ImportReport(import::Options),
    /// Makes an administrator, and prints the one-time link by which they choose a password.
    InviteAdministrator {
        /// Sign-in name.
        #[arg(long)]
        email: String,
        /// As shown.
        #[arg(long)]
        name: String,
    },
}

/// Where the records are.
#[derive(clap::Args)]
struct Place {
    /// Folder of the SQLite database and of uploaded files; made if it isn't there.
    #[arg(long, default_value = "data", global = true)]
    data: PathBuf,
    /// PostgreSQL in place of SQLite: postgres://…
    #[arg(long, env = "DATABASE_URL", global = true)]
    database_url: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")),
        )
        .with_writer(std::io::stderr)
        .init();
    let mut options = Options::parse();
    let done = match options.command.take() {
        Some(Command::ImportReport(import)) => {
            let site = format!("http://{}", options.listen);
            import::run(import, &site, async || open(&options.place).await).await
        }
        Some(Command::InviteAdministrator { email, name }) => {
            invite_administrator(&options, &email, &name).await
        }
        None => serve(&options).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn open(place: &Place) -> Result<Store, String> {
    std::fs::create_dir_all(place.data.join("files"))
        .map_err(|error| format!("Mappen {} kan inte skapas: {error}", place.data.display()))?;
    match &place.database_url {
        Some(url) => Store::postgres(url).await,
        None => Store::sqlite(&place.data).await,
    }
    .map_err(|error| format!("Databasen kan inte öppnas: {error}"))
}

/// What serving and commands work with, ready for use.
async fn app(options: &Options) -> Result<App, String> {
    let app = App {
        store: open(&options.place).await?,
        clock: Clock::System,
        passwords: Passwords::strong().map_err(|error| error.to_string())?,
        files: Arc::new(options.place.data.join("files")),
        secure: !options.listen.ip().is_loopback(),
    };
    app.prepare().await.map_err(|error| format!("Databasen kan inte förberedas: {error}"))?;
    Ok(app)
}

async fn invite_administrator(options: &Options, email: &str, name: &str) -> Result<(), String> {
    let app = app(options).await?;
    let link = first_administrator::invite(&app, email, name).await;
    app.store.close().await;
    println!("{}", link.map_err(|error| error.to_string())?);
    Ok(())
}

async fn serve(options: &Options) -> Result<(), String> {
    let app = app(options).await?;
    if options.demo {
        let filled = demo::fill(&app)
            .await
            .map_err(|error| format!("Exempelregionen kan inte skapas: {error}"))?;
        if !filled {
            tracing::info!("there are people already, so --demo does nothing");
        }
    }
    // Litter on the disk is no reason not to serve.
    if let Err(error) = files::sweep(&app.files) {
        tracing::warn!(%error, "the leftovers of uploads cannot be swept away");
    }
    let store = app.store.clone();
    let router = http::router(app, embedded::site());
    let listener = TcpListener::bind(options.listen)
        .await
        .map_err(|error| format!("Kan inte lyssna på {}: {error}", options.listen))?;
    tracing::info!("http://{}", options.listen);
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(stop())
        .await
        .map_err(|error| format!("Servern stannade: {error}"))?;
    store.close().await;
    Ok(())
}

/// Waits for Ctrl+C or a polite kill.
async fn stop() {
    let interrupt = async { drop(tokio::signal::ctrl_c().await) };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}
